package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Fill;
import io.github.tfjs4j.op.ShapeOp;
import io.github.tfjs4j.op.ZerosLike;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.SameShape;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An unknown length is read where it comes from, so that it is read but once, and needs nothing to
/// be computed:
///
///     StridedSlice(Shape(Relu(x)), [0])  ->  StridedSlice(Shape(x), [0])
///     ZerosLike(Relu(x [?, 4]))          ->  Fill([StridedSlice(Shape(x), [0]), 4], 0)
public final class ReadLengthAtSource implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (site.op() instanceof ZerosLike) {
      return zeros(site);
    }
    Optional<Axis> axis = ShapeOp.axis(site.node().out());
    if (axis.isEmpty() || axis.get().value().shape().isKnown(axis.get().axis())) {
      return Optional.empty();
    }
    Axis source = new SameShape().source(axis.get());
    return source.equals(axis.get())
        ? Optional.empty()
        : Optional.of(site.tf().dim(site.moved(source.value()), source.axis()));
  }

  private static Optional<Value> zeros(Site site) {
    Value like = site.input(0);
    Shape shape = like.shape();
    if (!shape.hasRank() || shape.rank() == 0 || like.dataType() != DataType.FLOAT) {
      return Optional.empty();
    }
    SameShape shapes = new SameShape();
    List<Axis> sources = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      Axis axis = new Axis(like, i);
      sources.add(shape.isKnown(i) ? axis : shapes.source(axis));
      if (!shape.isKnown(i) && sources.get(i).equals(axis)) {
        return Optional.empty();
      }
    }
    List<Value> dims = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      Axis from = sources.get(i);
      dims.add(
          shape.isKnown(i)
              ? site.tf().scalar(shape.dim(i))
              : site.tf().dim(site.moved(from.value()), from.axis()));
    }
    return Optional.of(site.tf().op(new Fill(), site.tf().shapeVector(dims), site.tf().scalar(0f)));
  }
}
