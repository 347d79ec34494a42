package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Holds the imports of the class files to the table in ARCHITECTURE.md.
class ArchitectureTest {
  private static final String ROOT = "io/github/tfjs4j/";

  /// Package -> packages that it may use, besides itself, its sub-packages and the exceptions of
  /// the root.
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "tree", Set.of(),
          "tensor", Set.of(),
          "graph", Set.of("tree", "tensor"),
          "op", Set.of("tensor", "graph"),
          "pass", Set.of("tensor", "graph", "op"),
          "keras", Set.of("tree", "tensor", "graph", "op", "pass"),
          "format", Set.of("tree", "tensor", "graph", "op", "keras"),
          "exec", Set.of("tensor", "graph", "op", "pass"));

  private static final Set<String> FOR_ALL =
      Set.of(
          "ModelException",
          "ShapeException",
          "FormatException",
          "UnsupportedModelException",
          "LimitException",
          "CancelledException",
          "Budget");

  /// Package -> packages beside or below it that it does not know: what is always right knows no
  /// target.
  private static final Map<String, Set<String>> UNKNOWN =
      Map.of(
          "pass", Set.of("pass/rule", "pass/tfjs", "pass/tensorflow"),
          "pass/rule", Set.of("pass/tfjs", "pass/tensorflow"),
          "pass/tfjs", Set.of("pass/tensorflow"),
          "pass/tensorflow", Set.of("pass/tfjs"));

  private static final Pattern USE =
      Pattern.compile("io/github/tfjs4j/(?:([a-z]+)/)?([A-Za-z0-9_$/]+)");

  private static List<Path> classes() throws IOException, URISyntaxException {
    Path root =
        Path.of(ModelException.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(ROOT);
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(f -> f.toString().endsWith(".class")).toList();
    }
  }

  @Test
  void packages_use_only_what_stands_before_them() throws Exception {
    Set<String> faults = new TreeSet<>();
    List<Path> classes = classes();
    assertFalse(classes.size() < 50, "too few classes found: " + classes.size());
    for (Path file : classes) {
      var model = ClassFile.of().parse(file);
      String self = model.thisClass().asInternalName();
      if (!self.startsWith(ROOT) || !self.substring(ROOT.length()).contains("/")) {
        continue;
      }
      String from = self.substring(ROOT.length(), self.indexOf('/', ROOT.length()));
      types(model).forEach(text -> check(self, from, text, faults));
    }
    assertEquals(Set.of(), faults);
  }

  @Test
  void rules_know_no_target() throws Exception {
    Set<String> faults = new TreeSet<>();
    for (Path file : classes()) {
      var model = ClassFile.of().parse(file);
      String self = model.thisClass().asInternalName();
      String room = packageOf(self);
      types(model)
          .map(USE::matcher)
          .flatMap(m -> m.results())
          .filter(use -> UNKNOWN.getOrDefault(room, Set.of()).contains(packageOf(use.group())))
          .forEach(use -> faults.add(self + " uses " + use.group()));
    }
    assertEquals(Set.of(), faults);
  }

  /// Below the root.
  private static String packageOf(String type) {
    int end = type.lastIndexOf('/');
    return type.startsWith(ROOT) && end > ROOT.length() ? type.substring(ROOT.length(), end) : "";
  }

  /// All texts of a class file that name types.
  private static Stream<String> types(ClassModel model) {
    return StreamSupport.stream(model.constantPool().spliterator(), false)
        .flatMap(e ->
            e instanceof ClassEntry c
                ? Stream.of(c.asInternalName())
                : e instanceof Utf8Entry u && u.stringValue().startsWith("(")
                    ? Stream.of(u.stringValue())
                    : Stream.<String>of());
  }

  private static void check(String self, String from, String text, Set<String> faults) {
    Matcher m = USE.matcher(text);
    while (m.find()) {
      String to = m.group(1);
      boolean fine =
          to == null
              ? FOR_ALL.contains(m.group(2).replaceAll("\\$.*", ""))
              : to.equals(from) || ALLOWED.getOrDefault(from, Set.of()).contains(to);
      if (!ALLOWED.containsKey(from)) {
        faults.add("package " + from + " is not in the table");
      } else if (!fine) {
        faults.add(self + " uses " + m.group());
      }
    }
  }
}
