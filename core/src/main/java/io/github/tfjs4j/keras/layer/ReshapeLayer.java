package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
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
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(1);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    List<Length> shape = new ArrayList<>();
    shape.add(Length.of(x, 0));
    int open = -1;
    Length product = Length.of(1);
    for (Tree length : target(call)) {
      boolean known = length.isInt() && length.intValue() >= 0;
      boolean left = length.isNull() || (length.isInt() && length.intValue() == -1);
      if (!known && (open >= 0 || !left)) {
        throw call.config().wrong("target_shape", "lengths, of which at most one is null or -1");
      }
      open = known ? open : shape.size();
      Length next = Length.of(known ? length.intValue() : Shape.UNKNOWN_DIM);
      product = known ? product.times(next) : product;
      shape.add(next);
    }
    Length cells = Length.product(x, 1, x.shape().rank());
    if (cells.isKnown()) {
      int rest = product.known();
      boolean fits = open < 0 ? rest == cells.known() : rest != 0 && cells.known() % rest == 0;
      if (!fits) {
        throw new ShapeException(
            "the "
                + cells.known()
                + " elements of "
                + x.type()
                + " do not fit target_shape "
                + ModelException.quoted(call.config().get("target_shape")));
      }
      if (open >= 0) {
        shape.set(open, Length.of(cells.known() / rest));
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
