// SPDX-License-Identifier: Apache-2.0
import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the classes of a jar for Java 8, which does not change what they do: {@code java Newer.java FROM TO}. The JVM's
 * cache keeps none that were compiled for Java 5, so they would be read, and checked in the old way, in each start.
 */
final class Newer {

  private Newer() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, byte[]> contents = new HashMap<>();
    try (JarFile from = new JarFile(arguments[0]);
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
      for (var entry : from.stream().toList()) {
        contents.put(entry.getName(), from.getInputStream(entry).readAllBytes());
      }
      ClassFile file =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(
                          type -> {
                            byte[] found = contents.get(name(type.descriptorString()));
                            return found == null ? null : new ByteArrayInputStream(found);
                          })
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (var entry : from.stream().toList()) {
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(same);
        byte[] content = contents.get(entry.getName());
        boolean old = entry.getName().endsWith(".class") && !entry.getName().contains("module-info");
        to.write(old ? newer(file, content) : content);
        to.closeEntry();
      }
    }
  }

  private static byte[] newer(ClassFile file, byte[] content) {
    ClassModel model = file.parse(content);
    if (model.majorVersion() >= ClassFile.JAVA_8_VERSION) {
      return content;
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // Bodies are written anew, with the frames that newer classes must have.
    return file.transformClass(
        model, version.andThen(ClassTransform.transformingMethodBodies((code, it) -> code.with(it))));
  }

  private static String name(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1) + ".class";
  }
}
