// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.lang.reflect.Proxy;

/**
 * Unix signals. The JDK hears of SIGHUP only through {@code sun.misc.Signal}, which javac warns of
 * beyond any suppression; hence the reflection.
 */
final class Signals {

  private Signals() {}

  /** Runs {@code action}, on a thread of the JVM's, each time the signal (such as HUP) arrives. */
  static void on(String signal, Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      type.getMethod("handle", type, handlerType)
          .invoke(null, type.getConstructor(String.class).newInstance(signal), handler);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("this JVM can't handle SIG" + signal, missing);
    }
  }
}
