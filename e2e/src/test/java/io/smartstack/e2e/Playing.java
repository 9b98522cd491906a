// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import io.smartstack.e2e.report.Report;
import io.smartstack.e2e.report.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Sets the stage before each scene, looks that it is whole again afterwards, and reports. */
final class Playing implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(Playing.class);
  private static final Report REPORT = new Report(Path.of("target", "report"));

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    System.out.printf("%n=== %s: %s%n", chapter(context), context.getDisplayName());
    Scene scene = new Scene(Stage.open());
    context.getStore(OURS).put(Scene.class, scene);
    try {
      scene.stage().steady();
    } catch (Throwable unsteady) {
      report(context, scene, unsteady);
      throw unsteady;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    Scene scene = scene(context);
    @Nullable Throwable failure = context.getExecutionException().orElse(null);
    if (failure != null) {
      scene.silence();
    } else {
      try {
        scene.stage().steady();
      } catch (Throwable unsteady) {
        report(context, scene, unsteady);
        throw unsteady;
      }
    }
    report(context, scene, failure);
  }

  private static void report(ExtensionContext context, Scene scene, @Nullable Throwable failure)
      throws IOException {
    Result.Verdict verdict =
        switch (failure) {
          case null -> Result.Verdict.PASSED;
          case TestAbortedException elsewhere -> Result.Verdict.LEFT_OUT;
          default -> Result.Verdict.FAILED;
        };
    String words =
        failure == null ? "" : Objects.toString(failure.getMessage(), failure.toString());
    if (verdict == Result.Verdict.FAILED) {
      words += "\n\n" + scene.stage().picture();
      System.out.println(words);
    }
    String play =
        "make e2e CHAPTER=%s#%s"
            .formatted(
                context.getRequiredTestClass().getSimpleName(),
                context.getRequiredTestMethod().getName());
    REPORT.add(scene.result(chapter(context), context.getDisplayName(), play, verdict, words));
  }

  private static String chapter(ExtensionContext context) {
    return context.getRequiredTestClass().getAnnotation(Played.class).value();
  }

  private static Scene scene(ExtensionContext context) {
    return Objects.requireNonNull(context.getStore(OURS).get(Scene.class, Scene.class));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Scene.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return scene(context);
  }
}
