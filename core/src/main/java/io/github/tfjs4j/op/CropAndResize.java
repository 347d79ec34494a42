package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// Boxes cut out of images and scaled to one size. Inputs: `image [N, H, W, C]`, float32 `boxes [B,
/// 4]` of `y1, x1, y2, x2` where 0 and 1 are the image's borders, int32 `box_ind [B]`, the image of
/// each box, and int32 `crop_size [2]`. The result is float32 `[B, h, w, C]`.
///
/// @param method `bilinear` or `nearest`
/// @param extrapolationValue the value outside of the image
public record CropAndResize(String method, float extrapolationValue) implements Op {
  static final OpDef<CropAndResize> DEF =
      OpDef.named(
              "CropAndResize",
              CropAndResize.class,
              a -> new CropAndResize(a.s("method", "bilinear"), a.f("extrapolation_value", 0f)))
          .type("T", 0)
          .s("method", CropAndResize::method)
          .f("extrapolation_value", CropAndResize::extrapolationValue);

  @Override
  public String name() {
    return "CropAndResize";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.ANY, Kind.INT, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape resized = Resize.shape(inputs.get(0).shape().merge(Shape.ofRank(4)), inputs.get(3));
    Shape boxes = inputs.get(1).shape().merge(Shape.of(-1, 4));
    Shape count = inputs.get(2).shape().merge(Shape.of(boxes.dim(0)));
    return List.of(new TensorType(DataType.FLOAT, resized.with(0, count.dim(0))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor image = inputs.get(0);
    float[] boxes = inputs.get(1).rawFloats();
    int[] owners = inputs.get(2).rawInts();
    int[] d = image.shape().dims();
    int h = inputs.get(3).rawInts()[0];
    int w = inputs.get(3).rawInts()[1];
    Shape shape = Shape.of(owners.length, h, w, d[3]);
    float[] out = new float[shape.size()];
    for (int b = 0; b < owners.length; b++) {
      if (owners[b] < 0) {
        throw new ShapeException("box " + b + " is cut out of image " + owners[b]);
      }
      if (owners[b] >= d[0]) {
        continue;
      }
      for (int i = 0; i < h * w; i++) {
        double y = position(i / w, h, boxes[4 * b], boxes[4 * b + 2], d[1]);
        double x = position(i % w, w, boxes[4 * b + 1], boxes[4 * b + 3], d[2]);
        int to = (b * h * w + i) * d[3];
        if (y < 0 || y > d[1] - 1 || x < 0 || x > d[2] - 1) {
          Arrays.fill(out, to, to + d[3], extrapolationValue);
        } else {
          boolean nearest = method.equalsIgnoreCase("nearest");
          Resize.bilinear(
              image,
              owners[b] * d[1] * d[2] * d[3],
              d[1],
              d[2],
              d[3],
              nearest ? Resize.round(y) : y,
              nearest ? Resize.round(x) : x,
              out,
              to);
        }
      }
    }
    return List.of(Tensor.adopt(out, shape));
  }

  private static double position(int o, int crop, float from, float to, int length) {
    return crop > 1
        ? (double) from * (length - 1) + o * ((double) to - from) * (length - 1) / (crop - 1)
        : 0.5 * ((double) from + to) * (length - 1);
  }
}
