package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// Gives all axes but the batch another shape, of which `target_shape` may leave one length open
/// (`null` or -1).
public final class ReshapeLayer implements Layer {
  @Override
  public String className() {
    return "Reshape";
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = Inputs.ofRankAtLeast(call, call.input(), 1);
    List<Length> shape = new ArrayList<>();
    shape.add(Length.of(x, 0));
    int open = -1;
    int product = 1;
    for (Tree length : target(call)) {
      boolean known = length.isInt() && length.intValue() >= 0;
      if (!known && (open >= 0 || !(length.isNull() || length.isInt()))) {
        throw call.config().wrong("target_shape", "lengths, of which at most one is null or -1");
      }
      open = known ? open : shape.size();
      product *= known ? length.intValue() : 1;
      shape.add(Length.of(known ? length.intValue() : Shape.UNKNOWN_DIM));
    }
    Length cells = Length.product(x, 1, x.shape().rank());
    if (cells.isKnown()) {
      boolean fits =
          open < 0 ? product == cells.known() : product != 0 && cells.known() % product == 0;
      if (!fits) {
        throw new ShapeException(
            "the "
                + cells.known()
                + " elements of "
                + x.type()
                + " do not fit target_shape "
                + call.config().get("target_shape"));
      }
      if (open >= 0) {
        shape.set(open, Length.of(cells.known() / product));
      }
    }
    return Lowered.unmasked(Length.reshape(call.tf(), x, shape));
  }

  private static Tree target(LayerCall call) {
    Tree target = call.config().get("target_shape");
    if (!target.isList()) {
      throw call.config().wrong("target_shape", "a list of lengths");
    }
    return target;
  }
}
