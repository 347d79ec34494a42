package io.github.tfjs4j.op;

import static io.github.tfjs4j.op.OpExample.floats;
import static io.github.tfjs4j.op.OpExample.ints;
import static io.github.tfjs4j.op.OpExample.tame;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Examples of convolutions, pools and matrix products.
final class ProductExamples {
  private ProductExamples() {}

  static List<OpExample> all() {
    List<OpExample> all = new ArrayList<>();
    convolutions(all);
    pools(all);
    matrices(all);
    fused(all);
    return all;
  }

  /// The same op, as a file says it of images with channels first.
  static ImageOp first(ImageOp last) {
    boolean image = last.axes().orElse(4) == 4;
    OpDef<?> def = Ops.ALL.find(last.name()).orElseThrow();
    Map<String, AttrValue> said = new LinkedHashMap<>(def.attributes(last));
    said.put("data_format", new AttrValue.S(image ? "NCHW" : "NCDHW"));
    for (String key : List.of("ksize", "strides", "dilations", "explicit_paddings")) {
      if (said.get(key) instanceof AttrValue.Ints(List<Long> list) && !list.isEmpty()) {
        List<Long> turned = new ArrayList<>(list);
        Collections.rotate(
            turned.subList(list.size() > 5 ? 2 : 1, list.size()), list.size() > 5 ? 2 : 1);
        said.put(key, new AttrValue.Ints(turned));
      }
    }
    return (ImageOp) def.make(said);
  }

  private static List<Window2D> windows() {
    return List.of(
        Window2D.valid(),
        Window2D.same(),
        new Window2D(2, 3, Padding.SAME, List.of(), 1, 1),
        new Window2D(2, 1, Padding.VALID, List.of(), 1, 1),
        new Window2D(1, 1, Padding.SAME, List.of(), 2, 3),
        new Window2D(1, 1, Padding.VALID, List.of(), 2, 1),
        Window2D.valid().withExplicit(0, 1, 2, 3),
        new Window2D(2, 2, Padding.EXPLICIT, List.of(1, 0, 0, 1), 1, 1));
  }

  private static void convolutions(List<OpExample> all) {
    for (Window2D w : windows()) {
      all.add(OpExample.of(new Conv2D(w), tame(2, 9, 8, 3), tame(3, 2, 3, 7)));
      all.add(OpExample.of(new Conv2D(w), tame(0, 9, 8, 3), tame(3, 2, 3, 7)));
      all.add(OpExample.of(new Conv2D(w), floats(1, 7, 7, 1), tame(1, 1, 1, 9)));
      all.add(OpExample.of(first(new Conv2D(w)), tame(2, 3, 9, 8), tame(3, 2, 3, 7)));
      ImageOp depthwise = first(new DepthwiseConv2dNative(w));
      all.add(OpExample.of(depthwise, tame(2, 3, 9, 8), tame(3, 2, 3, 2)));
      all.add(OpExample.of(new DepthwiseConv2dNative(w), tame(2, 9, 8, 3), tame(3, 2, 3, 1)));
      all.add(OpExample.of(new DepthwiseConv2dNative(w), tame(1, 9, 8, 3), tame(2, 3, 3, 2)));
      if (w.dilationH() == 1 && w.dilationW() == 1) {
        int h = w.outHeight(9, 3);
        int v = w.outWidth(8, 2);
        Tensor shape = Tensor.ints(2, 9, 8, 3);
        all.add(
            new OpExample(
                new Conv2DBackpropInput(w),
                1,
                2,
                List.of(shape, tame(3, 2, 3, 7), tame(2, h, v, 7))));
        Tensor firstShape = Tensor.ints(2, 3, 9, 8);
        all.add(
            new OpExample(
                first(new Conv2DBackpropInput(w)),
                1,
                2,
                List.of(firstShape, tame(3, 2, 3, 7), tame(2, 7, h, v))));
      }
    }
    all.add(OpExample.of(new Conv2D(Window2D.same()), tame(1, 2, 2, 3), tame(5, 5, 3, 2)));
    for (Window2D w : windows()) {
      if (w.padding() != Padding.EXPLICIT) {
        all.add(OpExample.of(new Dilation2D(w), floats(2, 9, 8, 3), tame(3, 2, 3)));
        all.add(OpExample.of(new Dilation2D(w), ints(1, 7, 7, 1), ints(2, 3, 1)));
        Conv1D op = new Conv1D(w.strideW(), w.padding(), w.dilationW());
        all.add(OpExample.of(op, tame(2, 9, 3), tame(3, 3, 7)));
        all.add(OpExample.of(op, tame(0, 9, 1), tame(2, 1, 1)));
      }
    }
    for (Padding p : List.of(Padding.SAME, Padding.VALID)) {
      all.add(
          OpExample.of(new Conv3D(1, 1, 1, p, 1, 1, 1), tame(2, 3, 7, 8, 2), tame(2, 3, 1, 2, 3)));
      all.add(
          OpExample.of(new Conv3D(1, 2, 3, p, 1, 1, 1), tame(1, 3, 7, 8, 2), tame(2, 3, 1, 2, 3)));
      all.add(
          OpExample.of(new Conv3D(1, 1, 1, p, 1, 2, 3), tame(1, 3, 7, 8, 2), tame(2, 3, 1, 2, 3)));
      all.add(
          OpExample.of(
              first(new Conv3D(1, 2, 3, p, 1, 1, 1)), tame(1, 2, 3, 7, 8), tame(2, 3, 1, 2, 3)));
    }
  }

  private static void pools(List<OpExample> all) {
    for (Pool.F f : Pool.F.values()) {
      for (Padding p : List.of(Padding.SAME, Padding.VALID)) {
        all.add(OpExample.of(new Pool(f, 2, 3, 1, 1, p), floats(2, 9, 8, 3)));
        all.add(OpExample.of(new Pool(f, 3, 3, 2, 3, p), tame(1, 7, 7, 1)));
        all.add(OpExample.of(new Pool(f, 1, 1, 1, 1, p), tame(1, 3, 1, 33)));
        all.add(OpExample.of(new Pool3D(f, 2, 1, 3, 1, 2, 1, p), tame(2, 3, 7, 8, 2)));
        all.add(OpExample.of(first(new Pool(f, 3, 2, 2, 1, p)), floats(2, 3, 9, 8)));
        all.add(OpExample.of(first(new Pool3D(f, 2, 1, 3, 1, 2, 1, p)), tame(2, 2, 3, 7, 8)));
      }
      all.add(OpExample.of(new Pool(f, 1, 1, 2, 2, Padding.VALID), floats(0, 7, 7, 3)));
    }
    all.add(OpExample.of(new Pool(Pool.F.MAX, 2, 2, 2, 2, Padding.VALID), ints(1, 8, 8, 3)));
    for (boolean batch : new boolean[] {true, false}) {
      Pool same = new Pool(Pool.F.MAX, 2, 3, 1, 2, Padding.SAME);
      all.add(OpExample.of(new MaxPoolWithArgmax(same, batch), floats(2, 9, 8, 3)));
      Pool valid = new Pool(Pool.F.MAX, 2, 2, 2, 2, Padding.VALID);
      all.add(OpExample.of(new MaxPoolWithArgmax(valid, batch), ints(2, 7, 7, 1)));
    }
  }

  private static void matrices(List<OpExample> all) {
    for (boolean a : new boolean[] {true, false}) {
      for (boolean b : new boolean[] {true, false}) {
        for (int n : new int[] {1, 9, 33}) {
          all.add(
              OpExample.of(
                  new MatMul(a, b), a ? tame(7, 3) : tame(3, 7), b ? tame(n, 7) : tame(7, n)));
        }
        all.add(
            OpExample.of(
                new MatMul(a, b), a ? tame(7, 3) : tame(3, 7), b ? tame(0, 7) : tame(7, 0)));
        all.add(
            OpExample.of(
                new MatMul(a, b), a ? tame(0, 3) : tame(3, 0), b ? tame(9, 0) : tame(0, 9)));
        all.add(
            OpExample.of(
                new MatMul(a, b), a ? ints(7, 3) : ints(3, 7), b ? ints(9, 7) : ints(7, 9)));
        all.add(
            OpExample.of(
                new BatchMatMulV2(a, b),
                a ? tame(2, 1, 7, 3) : tame(2, 1, 3, 7),
                b ? tame(3, 9, 7) : tame(3, 7, 9)));
      }
    }
    all.add(OpExample.of(new BatchMatMulV2(false, false), floats(2, 3, 7), tame(7, 8)));
    all.add(OpExample.of(new Einsum("abc,cd->abd"), tame(2, 3, 7), tame(7, 9)));
    all.add(OpExample.of(new Einsum("abc,acd->adb"), tame(2, 3, 7), tame(2, 7, 9)));
    all.add(OpExample.of(new Einsum("ab->ba"), tame(3, 7)));
    all.add(OpExample.of(new Einsum("ab->"), tame(3, 7)));
    all.add(OpExample.of(new Einsum("a,b->ab"), ints(3), ints(7)));
  }

  private static void fused(List<OpExample> all) {
    for (Optional<Activation> activation : activations()) {
      for (boolean bias : new boolean[] {true, false}) {
        Fused fused = new Fused(bias, activation);
        all.add(
            finished(
                new FusedConv2D(Window2D.same(), fused),
                fused,
                7,
                tame(1, 9, 8, 3),
                tame(3, 3, 3, 7)));
        all.add(
            finished(
                first(new FusedConv2D(Window2D.same(), fused)),
                fused,
                7,
                tame(1, 3, 9, 8),
                tame(3, 3, 3, 7)));
        all.add(
            finished(
                first(new FusedDepthwiseConv2dNative(Window2D.same(), fused)),
                fused,
                6,
                tame(1, 3, 9, 8),
                tame(3, 3, 3, 2)));
        all.add(
            finished(
                new FusedDepthwiseConv2dNative(Window2D.valid(), fused),
                fused,
                6,
                tame(1, 9, 8, 3),
                tame(3, 3, 3, 2)));
        all.add(finished(new FusedMatMul(false, false, fused), fused, 9, tame(3, 7), tame(7, 9)));
        all.add(finished(new FusedMatMul(true, true, fused), fused, 9, tame(7, 3), tame(9, 7)));
      }
    }
  }

  /// None, and every one that the vocabulary says is fused.
  private static List<Optional<Activation>> activations() {
    List<Optional<Activation>> all = new ArrayList<>();
    all.add(Optional.empty());
    for (OpDef<?> def : Ops.ALL.all()) {
      if (def.isOf(Activation.class)) {
        all.add(
            Optional.of((Activation) def.make(Map.of("alpha", new AttrValue.F(0.3f))))
                .filter(Activation::fuses));
      }
    }
    return all.stream().distinct().toList();
  }

  private static OpExample finished(Op op, Fused fused, int channels, Tensor x, Tensor w) {
    List<Tensor> inputs = new ArrayList<>(List.of(x, w));
    for (int i = 0; i < fused.extraInputs(); i++) {
      inputs.add(tame(channels));
    }
    return new OpExample(op, 0, inputs.size(), inputs);
  }
}
