package io.github.tfjs4j.op;

import io.github.tfjs4j.tensor.DataType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All ops that TensorFlow has, as it defines them: what its own files must say of a node, which
/// TF.js leaves open. They are read from a list that `conformance/make-tensorflow-ops.py` makes, of
/// TensorFlow 2.19; how a line is written stands there.
public final class TensorFlowOps {
  private static final String LIST = "tensorflow-ops.txt";

  private static final Map<String, String> LINES = lines();

  private TensorFlowOps() {}

  /// An op.
  ///
  /// @param attributes in order, by name
  public record Definition(
      String name, List<Arg> inputs, List<Arg> results, Map<String, Attribute> attributes) {}

  /// What an op takes or gives: one tensor, several of one type, or a list of tensors each of a
  /// type of its own.
  ///
  /// @param number the attribute that says how many tensors of one type; empty for others
  /// @param isList whether it is a list
  /// @param type a type's name, or the attribute that is the type, or the list of types
  public record Arg(String name, String number, boolean isList, String type) {
    public boolean isSeveral() {
      return isList || !number.isEmpty();
    }

    /// The type, where it is always the same.
    public Optional<DataType> fixed() {
      return named(type);
    }
  }

  /// @param kind `type`, `list(type)`, `int`, `shape`, ...
  /// @param types those for which TensorFlow executes the op on a CPU
  public record Attribute(String kind, Set<DataType> types) {
    public boolean isType() {
      return kind.equals("type");
    }

    public boolean isTypes() {
      return kind.equals("list(type)");
    }
  }

  /// Whether TensorFlow has an op of this name.
  public static boolean has(String op) {
    return LINES.containsKey(op);
  }

  public static Optional<Definition> find(String op) {
    return Optional.ofNullable(LINES.get(op)).map(line -> parse(op, line));
  }

  /// Only the lines that somebody asks for are taken apart.
  private static Map<String, String> lines() {
    Map<String, String> lines = new HashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                TensorFlowOps.class.getResourceAsStream(LIST), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int at = line.indexOf('(');
        lines.put(line.substring(0, at), line.substring(at + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(LIST, e);
    }
    return lines;
  }

  /// @param line behind the op's name and the parenthesis
  private static Definition parse(String op, String line) {
    String[] words = line.split(" ", -1);
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (int i = 2; i < words.length; i++) {
      String[] parts = words[i].split("[:=]", -1);
      attributes.put(parts[0], new Attribute(parts[1], types(parts)));
    }
    String inputs = words[0].substring(0, words[0].length() - 1);
    String results = words[1].equals("-") ? "" : words[1];
    return new Definition(op, args(inputs, attributes), args(results, attributes), attributes);
  }

  private static Set<DataType> types(String[] parts) {
    if (parts.length < 3) {
      return EnumSet.allOf(DataType.class);
    }
    Set<DataType> types = EnumSet.noneOf(DataType.class);
    for (String type : parts[2].split("\\|", -1)) {
      named(type).ifPresent(types::add);
    }
    return types;
  }

  private static List<Arg> args(String list, Map<String, Attribute> attributes) {
    List<Arg> args = new ArrayList<>();
    for (String arg : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      String[] parts = arg.split("[:*]", -1);
      String type = parts[parts.length - 1];
      boolean isList = attributes.containsKey(type) && attributes.get(type).isTypes();
      args.add(new Arg(parts[0], parts.length == 3 ? parts[1] : "", isList, type));
    }
    return List.copyOf(args);
  }

  private static Optional<DataType> named(String type) {
    for (DataType t : DataType.values()) {
      if (t.name().toLowerCase(Locale.ROOT).equals(type)) {
        return Optional.of(t);
      }
    }
    return Optional.empty();
  }
}
