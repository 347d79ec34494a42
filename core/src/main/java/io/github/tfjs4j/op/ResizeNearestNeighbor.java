package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// Images `[N, H, W, C]`, or one `[H, W, C]`, scaled to the height and width in the int32 vector
/// `size` by taking the nearest pixel.
///
/// @param alignCorners whether the centres of the corner pixels stay in place
/// @param halfPixelCenters whether pixel `i` lies at `i + 0.5`
public record ResizeNearestNeighbor(boolean alignCorners, boolean halfPixelCenters) implements Op {
  static final OpDef<ResizeNearestNeighbor> DEF =
      OpDef.named(
              "ResizeNearestNeighbor",
              ResizeNearestNeighbor.class,
              a ->
                  new ResizeNearestNeighbor(
                      a.b("align_corners", false), a.b("half_pixel_centers", false)))
          .type("T", 0)
          .b("align_corners", ResizeNearestNeighbor::alignCorners)
          .b("half_pixel_centers", ResizeNearestNeighbor::halfPixelCenters);

  public ResizeNearestNeighbor {
    Resize.check(alignCorners, halfPixelCenters);
  }

  @Override
  public String name() {
    return "ResizeNearestNeighbor";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Resize.sameLength(node, axis);
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(
        new TensorType(
            inputs.get(0).dataType(), Resize.shape(inputs.get(0).shape(), inputs.get(1))));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value x = inputs.get(0);
    Optional<int[]> size = inputs.get(1).constantInts().filter(s -> s.length == 2);
    boolean same =
        size.isPresent()
            && x.shape().hasRank()
            && x.shape().dim(-3) == size.get()[0]
            && x.shape().dim(-2) == size.get()[1];
    return same ? Optional.of(x) : Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int[] size = inputs.get(1).rawInts();
    int h = x.shape().rank() - 3;
    Tensor rows = Elements.take(x, h, nearest(x.shape().dim(h), size[0]));
    return List.of(Elements.take(rows, h + 1, nearest(x.shape().dim(h + 1), size[1])));
  }

  /// Which pixel each one is, along one axis of `in` pixels that becomes one of `out`.
  public int[] nearest(int in, int out) {
    int[] from = new int[out];
    for (int o = 0; o < out; o++) {
      double at = Resize.position(o, in, out, alignCorners, halfPixelCenters, 0);
      from[o] = Math.clamp(alignCorners ? Resize.round(at) : (int) Math.floor(at), 0, in - 1);
    }
    return from;
  }
}
