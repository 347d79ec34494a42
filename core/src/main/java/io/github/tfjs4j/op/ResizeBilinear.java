package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Images `[N, H, W, C]`, or one `[H, W, C]`, scaled to the height and width in the int32 vector
/// `size` by weighing the four nearest pixels; float32.
///
/// @param alignCorners whether the centres of the corner pixels stay in place
/// @param halfPixelCenters whether pixel `i` lies at `i + 0.5`
public record ResizeBilinear(boolean alignCorners, boolean halfPixelCenters) implements Op {
  static final OpDef<ResizeBilinear> DEF =
      OpDef.named(
              "ResizeBilinear",
              ResizeBilinear.class,
              a ->
                  new ResizeBilinear(a.b("align_corners", false), a.b("half_pixel_centers", false)))
          .type("T", 0)
          .b("align_corners", ResizeBilinear::alignCorners)
          .b("half_pixel_centers", ResizeBilinear::halfPixelCenters);

  public ResizeBilinear {
    Resize.check(alignCorners, halfPixelCenters);
  }

  @Override
  public String name() {
    return "ResizeBilinear";
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
        new TensorType(DataType.FLOAT, Resize.shape(inputs.get(0).shape(), inputs.get(1))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int[] size = inputs.get(1).rawInts();
    Shape shape = x.shape().with(-3, size[0]).with(-2, size[1]);
    int[] d = Resize.batch(x.shape()).dims();
    float[] out = new float[shape.size()];
    for (int cell = 0; cell * d[3] < out.length; cell++) {
      int image = cell / (size[0] * size[1]) * d[1] * d[2] * d[3];
      int row = cell / size[1] % size[0];
      double y = Resize.position(row, d[1], size[0], alignCorners, halfPixelCenters, 0.5);
      double v =
          Resize.position(cell % size[1], d[2], size[1], alignCorners, halfPixelCenters, 0.5);
      Resize.bilinear(x, image, d[1], d[2], d[3], y, v, out, cell * d[3]);
    }
    return List.of(Tensor.adopt(out, shape));
  }
}
