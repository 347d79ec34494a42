package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.formats.proto.AttrProto;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Ops that TF.js has not, in ops that it has: one line each.
final class Spellings {
  /// One node that is spelled.
  private record Word(Frame frame, NodeProto def, List<Ref> in) {
    Ref op(String op, Ref... inputs) {
      return frame.node(frame.nameOf(def), op, List.of(inputs), Map.of());
    }

    Ref op(String op, Map<String, AttrValue> attributes, Ref... inputs) {
      return frame.node(frame.nameOf(def), op, List.of(inputs), attributes);
    }

    Ref constant(Tensor value) {
      return frame.constantNear(frame.nameOf(def) + "/const", value);
    }

    Ref number(float value) {
      return constant(Tensor.scalar(value));
    }

    Ref in(int i) {
      return in.get(i);
    }

    Ref zeros(Ref like) {
      return op("ZerosLike", like);
    }
  }

  @FunctionalInterface
  private interface Spelling {
    Ref of(Word w);
  }

  private static final Map<String, Spelling> ALL = new HashMap<>();

  static {
    ALL.put("Erfc", w -> w.op("Sub", w.number(1), w.op("Erf", w.in(0))));
    ALL.put("Inv", w -> w.op("Reciprocal", w.in(0)));
    ALL.put("Rint", w -> w.op("Round", w.in(0)));
    ALL.put("L2Loss", Spellings::halfOfSquares);
    ALL.put(
        "Softsign",
        w -> w.op("RealDiv", w.in(0), w.op("AddV2", w.op("Abs", w.in(0)), w.number(1))));
    ALL.put("MulNoNan", w -> unlessZero(w, w.in(1), w.op("Mul", w.in(0), w.in(1))));
    ALL.put("Xdivy", w -> unlessZero(w, w.in(0), w.op("RealDiv", w.in(0), w.in(1))));
    ALL.put("Xlogy", w -> unlessZero(w, w.in(0), w.op("Mul", w.in(0), w.op("Log", w.in(1)))));
    ALL.put("Xlog1py", w -> unlessZero(w, w.in(0), w.op("Mul", w.in(0), w.op("Log1p", w.in(1)))));
    ALL.put("BatchMatMul", Spellings::product);
    ALL.put("BatchMatMulV3", Spellings::product);
    ALL.put("Bucketize", Spellings::buckets);
  }

  private Spellings() {}

  /// A node in other ops; empty where there are none, see [#has].
  static Optional<Ref> of(Frame frame, NodeProto def, List<Ref> inputs) {
    return Optional.ofNullable(ALL.get(def.getOp()))
        .map(spelling -> spelling.of(new Word(frame, def, inputs)));
  }

  static boolean has(String op) {
    return ALL.containsKey(op);
  }

  private static Ref unlessZero(Word w, Ref what, Ref value) {
    return w.op("SelectV2", w.op("Equal", what, w.zeros(what)), w.zeros(value), value);
  }

  private static Ref halfOfSquares(Word w) {
    Ref flat = w.op("Reshape", w.in(0), w.constant(Tensor.ints(-1)));
    Ref sum = w.op("Sum", w.op("Square", flat), w.constant(Tensor.ints(0)));
    return w.op("Mul", sum, w.number(0.5f));
  }

  private static Ref product(Word w) {
    Map<String, AttrValue> attributes = new HashMap<>();
    for (String key : List.of("adj_x", "adj_y")) {
      attributes.put(
          key, new AttrValue.B(w.def.getAttrOrDefault(key, AttrProto.getDefaultInstance()).getB()));
    }
    return w.op("BatchMatMulV2", attributes, w.in(0), w.in(1));
  }

  /// How many of the boundaries a number has reached.
  private static Ref buckets(Word w) {
    List<Float> list =
        w.def.getAttrOrDefault("boundaries", AttrProto.getDefaultInstance()).getList().getFList();
    float[] boundaries = new float[list.size()];
    for (int i = 0; i < boundaries.length; i++) {
      boundaries[i] = list.get(i);
    }
    Ref x = w.op("Cast", Map.of("DstT", new AttrValue.Type(DataType.FLOAT)), w.in(0));
    Ref each = w.op("ExpandDims", x, w.constant(Tensor.scalar(-1)));
    Ref reached = w.op("GreaterEqual", each, w.constant(Tensor.floats(boundaries)));
    Ref ones = w.op("Cast", Map.of("DstT", new AttrValue.Type(DataType.INT32)), reached);
    return w.op("Sum", ones, w.constant(Tensor.scalar(-1)));
  }
}
