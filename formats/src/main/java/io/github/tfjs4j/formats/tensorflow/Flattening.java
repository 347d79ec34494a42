package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.graphdef.FunctionDef;
import io.github.tfjs4j.format.graphdef.NodeDef;
import io.github.tfjs4j.formats.proto.FunctionProto;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes one graph of what some results of a graph with functions and variables need: functions
/// stand where they are called, values of variables where they are read. Loops and conditions keep
/// functions, which are made anew for each of them. Whatever else a file holds (training, saving,
/// checks that nothing but control edges reach) stays behind.
///
/// Nodes of a function called by `a` are called `a/...`.
final class Flattening {
  private static final int DEEPEST = 100;

  private final Map<String, FunctionProto> library = new HashMap<>();
  private final Variables variables;
  private final boolean stripDebugOps;
  private final Budget.Meter meter;
  private final Set<String> taken = new HashSet<>();
  private final List<NodeDef> nodes = new ArrayList<>();
  private final List<FunctionDef> functions = new ArrayList<>();
  private final Map<String, TensorSource> constants = new LinkedHashMap<>();
  private Frame main;
  private int depth;

  /// @param taken names that no node may have
  Flattening(
      List<FunctionProto> functions,
      Variables variables,
      boolean stripDebugOps,
      Budget.Meter meter,
      Set<String> taken) {
    this.taken.addAll(taken);
    functions.forEach(f -> library.put(f.getSignature().getName(), f));
    this.variables = variables;
    this.stripDebugOps = stripDebugOps;
    this.meter = meter;
  }

  /// The names of all nodes.
  Set<String> taken() {
    return taken;
  }

  List<NodeDef> nodes() {
    return nodes;
  }

  List<FunctionDef> functions() {
    return functions;
  }

  /// The values of all constants, those of variables included, by the names of their nodes.
  Map<String, TensorSource> constants() {
    return constants;
  }

  String fresh(String wanted) {
    String name = wanted;
    for (int i = 1; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /// The graph around all functions.
  ///
  /// @param where the file and the place in it, for messages
  Frame main(List<NodeProto> defs, String where) {
    main = new Frame(this, defs, Map.of(), Map.of(), "", where, nodes);
    return main;
  }

  boolean isMain(Frame frame) {
    return frame == main;
  }

  Variables variables() {
    return variables;
  }

  Budget.Meter meter() {
    return meter;
  }

  boolean stripsDebugOps() {
    return stripDebugOps;
  }

  boolean isFunction(String name) {
    return library.containsKey(name);
  }

  /// A function of the library.
  ///
  /// @throws FormatException where there is none
  FunctionProto function(String name) {
    FunctionProto function = library.get(name);
    if (function == null) {
      throw new FormatException(
          "calls the function '" + ModelException.quoted(name) + "', which the file has not");
    }
    return function;
  }

  void add(FunctionDef function) {
    functions.add(function);
  }

  void enter() {
    if (++depth > DEEPEST) {
      throw new FormatException("functions call each other more than " + DEEPEST + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
