// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code haproxy} section of one service.
 *
 * @param disabled whether HAProxy gets nothing of this service
 * @param bind where callers find it
 * @param bindAddress address of the bind, null for the top-level {@code bind_address}
 * @param bindOptions appended to the bind line, empty for none
 * @param serverOptions options of every server; may hold {@code %{port}}, {@code %{host}} and
 *     {@code %{name}}
 * @param frontend directives of the frontend alone
 * @param backend directives of the backend alone
 * @param listen directives of both; each goes where HAProxy takes it
 * @param backendName name of the backend section, null for the service's name
 * @param backendOrder in which order servers are written
 * @param sharedFrontend directives for the frontend that services share
 * @param cookieValueMethod what a server's cookie value is
 */
public record HaproxyServiceConfig(
    boolean disabled,
    Bind bind,
    @Nullable String bindAddress,
    String bindOptions,
    String serverOptions,
    List<String> frontend,
    List<String> backend,
    List<String> listen,
    @Nullable String backendName,
    BackendOrder backendOrder,
    List<String> sharedFrontend,
    CookieValueMethod cookieValueMethod) {

  /** The section of a service that HAProxy gets nothing of. */
  public static HaproxyServiceConfig none() {
    return new HaproxyServiceConfig(
        true,
        new Bind.None(),
        null,
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        null,
        BackendOrder.SHUFFLE,
        List.of(),
        CookieValueMethod.NAME);
  }

  /** What the key {@code port} says about the frontend. */
  public sealed interface Bind {

    /** The key is absent: a backend without a frontend of its own. */
    record None() implements Bind {}

    /** The key is null: the bind address is all there is, for instance a unix socket's path. */
    record AddressOnly() implements Bind {}

    /**
     * A port on the bind address.
     *
     * @param port 1–65535, or text as it was written
     */
    record OnPort(String port) implements Bind {}
  }

  /** The order of the server lines ({@code backend_order}). */
  public enum BackendOrder {
    SHUFFLE,
    ASC,
    DESC,
    NO_SHUFFLE
  }

  /** What a server's cookie is ({@code cookie_value_method}): its name, or the name's SHA-1. */
  public enum CookieValueMethod {
    NAME,
    HASH
  }
}
