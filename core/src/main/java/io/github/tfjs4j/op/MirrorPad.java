package io.github.tfjs4j.op;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `x` continued over its borders by its own mirror image; `paddings` as for [Pad].
///
/// @param symmetric whether the border element itself is repeated (`SYMMETRIC`) or not (`REFLECT`)
public record MirrorPad(boolean symmetric) implements Op {
  static final OpDef<MirrorPad> DEF =
      OpDef.named("MirrorPad", MirrorPad.class, MirrorPad::of)
          .type("T", 0)
          .type("Tpaddings", 1)
          .s("mode", m -> m.symmetric ? "SYMMETRIC" : "REFLECT");

  private static MirrorPad of(Attrs a) {
    String mode = a.s("mode", "REFLECT").toUpperCase(Locale.ROOT);
    return switch (mode) {
      case "SYMMETRIC" -> new MirrorPad(true);
      case "REFLECT" -> new MirrorPad(false);
      default ->
          throw new FormatException(
              "MirrorPad: mode is REFLECT or SYMMETRIC, found '" + mode + "'");
    };
  }

  @Override
  public String name() {
    return "MirrorPad";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(
        inputs.get(0).type().withShape(Paddings.padded(inputs.get(0).shape(), inputs.get(1))));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return Paddings.areNone(inputs.get(1)) ? Optional.of(inputs.getFirst()) : Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    int[] pairs = Paddings.of(x, inputs.get(1));
    Tensor out = x;
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      out =
          Elements.take(out, axis, mirrored(x.shape(), axis, pairs[2 * axis], pairs[2 * axis + 1]));
    }
    return List.of(out);
  }

  /// Which element of an axis each one of the padded axis is.
  public int[] mirrored(Shape x, int axis, int before, int behind) {
    int length = x.dim(axis);
    int most = symmetric ? length : length - 1;
    if (before > Math.max(0, most) || behind > Math.max(0, most)) {
      throw new ShapeException(
          "axis "
              + axis
              + " of "
              + x
              + " mirrors at most "
              + most
              + " elements, found "
              + before
              + " and "
              + behind);
    }
    int[] from = new int[before + length + behind];
    for (int i = 0; i < from.length; i++) {
      int at = i - before;
      if (at < 0) {
        at = -at - (symmetric ? 1 : 0);
      } else if (at >= length) {
        at = 2 * length - at - (symmetric ? 1 : 2);
      }
      from[i] = at;
    }
    return from;
  }
}
