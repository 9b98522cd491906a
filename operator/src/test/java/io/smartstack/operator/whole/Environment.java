// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container's environment: the downward API, Secrets, {@code $(NAME)}. */
final class Environment {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");
  private static final String SMALL =
      "-Xmx64m -Xss256k -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto";

  private Environment() {}

  static Map<String, String> of(KubernetesClient client, Sandbox sandbox, Container container) {
    var all = new LinkedHashMap<String, String>();
    for (EnvVar variable : container.getEnv()) {
      String value =
          variable.getValueFrom() == null
              ? sandbox.here(container, expand(or(variable.getValue(), ""), all))
              : from(client, sandbox, variable.getValueFrom());
      all.put(variable.getName(), value);
    }
    // Small heaps, and the places that the images' scripts look at.
    all.merge("SERVER_JVMFLAGS", SMALL, (asked, small) -> asked + " " + small);
    all.put("SMARTSTACK_JAVA_OPTIONS", "-Xmx48m");
    all.put("SMARTSTACK_HOST", sandbox.address());
    all.put("SMARTSTACK_FILES", sandbox.here(container, "/etc/zookeeper-smartstack"));
    all.put("SMARTSTACK_DATA", sandbox.here(container, "/data"));
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put(
        "PATH",
        "%s/bin:%s:/usr/sbin:/sbin"
            .formatted(sandbox.workshop().zookeeper(), System.getenv("PATH")));
    return all;
  }

  static String expand(String text, Map<String, String> environment) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(environment.getOrDefault(found.group(1), found.group())));
  }

  private static String from(KubernetesClient client, Sandbox sandbox, EnvVarSource source) {
    if (source.getFieldRef() != null) {
      return field(sandbox, source.getFieldRef().getFieldPath());
    }
    var key = source.getSecretKeyRef();
    if (key == null) {
      throw new IllegalStateException("this kubelet doesn't know " + source);
    }
    var secret =
        client.secrets().inNamespace(sandbox.namespace()).withName(key.getName()).require();
    return new String(Base64.getDecoder().decode(secret.getData().get(key.getKey())), UTF_8);
  }

  private static String field(Sandbox sandbox, String path) {
    return switch (path) {
      case "metadata.name" -> sandbox.name();
      case "metadata.namespace" -> sandbox.namespace();
      case "metadata.uid" -> sandbox.pod().getMetadata().getUid();
      case "spec.nodeName" -> sandbox.node();
      case "status.podIP", "status.hostIP" -> sandbox.address();
      default -> throw new IllegalStateException("this kubelet doesn't know " + path);
    };
  }

  private static String or(String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
