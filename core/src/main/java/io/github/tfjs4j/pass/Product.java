package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.ExpandDims;
import io.github.tfjs4j.op.ProductOp;
import io.github.tfjs4j.op.Reshape;
import io.github.tfjs4j.op.Squeeze;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A convolution or matrix product and what stands between it and a value behind it, all read by
/// nothing else:
///
///     product(x, filter)
///       -> [bias] -> Reshape, Squeeze, ExpandDims that keep the last axis -> value
///
/// the reshapes on either side of the bias. Rebuilt, the bias stands directly behind the product, a
/// vector, where it fuses.
public final class Product {
  private final Node node;
  private final Optional<Value> bias;
  private final List<Node> reshapes;

  private Product(Node node, Optional<Value> bias, List<Node> reshapes) {
    this.node = node;
    this.bias = bias;
    this.reshapes = reshapes;
  }

  /// The product that makes `value`, if every node from there to `value` is read only once.
  public static Optional<Product> behind(Site site, Value value) {
    List<Node> reshapes = new ArrayList<>();
    Optional<Value> bias = Optional.empty();
    Value at = value;
    while (at.dataType() == DataType.FLOAT && site.isUsedOnce(at.node())) {
      Node n = at.node();
      if (keepsLastAxis(n)) {
        reshapes.addFirst(n);
        at = n.input(0);
      } else if (isProduct(n.op())) {
        return Optional.of(new Product(n, bias, reshapes)).filter(Product::isOfFloats);
      } else {
        Optional<Integer> constant = bias.isPresent() ? Optional.empty() : biasInput(n);
        if (constant.isEmpty()) {
          return Optional.empty();
        }
        bias = constant.map(n::input);
        at = n.input(1 - constant.get());
      }
    }
    return Optional.empty();
  }

  private static boolean keepsLastAxis(Node n) {
    if (!(n.op() instanceof Reshape || n.op() instanceof Squeeze || n.op() instanceof ExpandDims)) {
      return false;
    }
    Shape in = n.input(0).shape();
    Shape out = n.out().shape();
    return in.hasRank()
        && out.hasRank()
        && in.rank() > 0
        && out.rank() > 0
        && in.isKnown(-1)
        && in.dim(-1) == out.dim(-1);
  }

  /// Which input of an addition is a constant a channel, if one is.
  private static Optional<Integer> biasInput(Node n) {
    boolean adds =
        n.op() instanceof BiasAdd || (n.op() instanceof Binary b && b.f() == Binary.F.ADD_V2);
    if (!adds) {
      return Optional.empty();
    }
    int i = n.input(1).constant().isPresent() ? 1 : 0;
    return Affine.of(n).isPresent() ? Optional.of(i) : Optional.empty();
  }

  static boolean isProduct(Op op) {
    return op instanceof ProductOp;
  }

  /// The product of a node that is one, standing alone.
  public static Optional<Product> at(Node node) {
    return isProduct(node.op()) && node.out().dataType() == DataType.FLOAT
        ? Optional.of(new Product(node, Optional.empty(), List.of())).filter(Product::isOfFloats)
        : Optional.empty();
  }

  /// Products of integers with real numbers are none of those that fuse.
  private boolean isOfFloats() {
    return node.out().shape().isKnown(-1)
        && x().dataType() == DataType.FLOAT
        && filter().dataType() == DataType.FLOAT;
  }

  public Node node() {
    return node;
  }

  public ProductOp op() {
    return (ProductOp) node.op();
  }

  /// What is convolved or multiplied.
  public Value x() {
    return node.input(op().operand());
  }

  public Value filter() {
    return node.input(1);
  }

  public boolean hasConstantFilter() {
    return filter().constant().isPresent() && filter().dataType() == DataType.FLOAT;
  }

  /// The constant that is added, of one element a channel or just one.
  public Optional<Value> bias() {
    return bias;
  }

  /// Whether the bias has a number for each channel.
  public boolean hasBiasOfChannels() {
    return bias.filter(b -> b.shape().longSize() == channels()).isPresent();
  }

  /// From the product outwards.
  public List<Node> reshapes() {
    return reshapes;
  }

  public int channels() {
    return node.out().shape().dim(-1);
  }

  /// The bias as numbers, zeros where there is none.
  public double[] biasNumbers() {
    double[] out = new double[channels()];
    bias.ifPresent(b -> {
      Tensor t = b.constant().orElseThrow().tensor();
      Arrays.setAll(out, c -> t.get(t.size() == 1 ? 0 : c));
    });
    return out;
  }

  /// In which run of `inner` equal steps the filter's elements belong to one output channel:
  /// element `i` is of channel `(i / inner) % channels`.
  private int outputInner() {
    return behind(op().outputAxis());
  }

  private int inputInner() {
    return behind(op().inputAxis());
  }

  /// How many elements of the filter lie behind one of its two last axes.
  private int behind(int axis) {
    return axis == -1 ? 1 : filter().shape().dim(-1);
  }

  /// How many input channels the filter takes.
  public int inputChannels() {
    return filter().shape().dim(op().inputAxis());
  }

  /// The filter with every output channel multiplied by its factor, if that stays in float32's
  /// range.
  public Optional<Tensor> scaledOutput(double[] scale) {
    return scaled(scale, outputInner());
  }

  /// The filter with input channel `c` multiplied by `scale[c % scale.length]`, if that stays in
  /// float32's range.
  public Optional<Tensor> scaledInput(double[] scale) {
    return scaled(scale, inputInner());
  }

  private Optional<Tensor> scaled(double[] scale, int inner) {
    Tensor old = filter().constant().orElseThrow().tensor();
    float[] from = old.rawFloats();
    float[] out = new float[from.length];
    double largest = 0;
    for (int i = 0; i < out.length; ) {
      for (double factor : scale) {
        for (int end = i + inner; i < end; i++) {
          double product = from[i] * factor;
          largest = Math.max(largest, Math.abs(product));
          out[i] = (float) product;
        }
      }
    }
    return Precision.isNormal(largest)
        ? Optional.of(Tensor.adopt(out, old.shape()))
        : Optional.empty();
  }

  /// What a constant input, `shift[c % shift.length]` at channel `c`, adds to each output channel.
  public double[] outputOf(double[] shift) {
    float[] w = filter().constant().orElseThrow().tensor().rawFloats();
    double[] out = new double[channels()];
    int outputInner = outputInner();
    int inputInner = inputInner();
    for (int i = 0; i < w.length; i++) {
      out[i / outputInner % out.length] += w[i] * shift[i / inputInner % shift.length];
    }
    return out;
  }

  /// How long the vector is of all the shifts that one output sums, `shift[c % shift.length]` at
  /// channel `c`: the longest of all outputs.
  public double lengthOf(double[] shift) {
    double[] squares = new double[channels()];
    long size = filter().shape().longSize();
    int outputInner = outputInner();
    int inputInner = inputInner();
    for (int i = 0; i < size; i++) {
      double t = shift[i / inputInner % shift.length];
      squares[i / outputInner % squares.length] += t * t;
    }
    return Math.sqrt(Arrays.stream(squares).max().orElse(0));
  }

  /// The product again with another filter and a bias, without the reshapes.
  public Value rebuild(Site site, Value filter, Optional<Value> bias) {
    return rebuildOn(site, site.moved(x()), filter, bias);
  }

  /// As [#rebuild], of another `x`.
  public Value rebuildOn(Site site, Value x, Value filter, Optional<Value> bias) {
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs.add(i == op().operand() ? x : i == 1 ? filter : site.moved(node.input(i)));
    }
    Value y = site.tf().op(node.op(), inputs);
    return bias.isPresent() ? site.tf().biasAdd(y, bias.get()) : y;
  }

  /// The reshapes again on `y`, which takes the place of the product with its bias.
  public Value reshaped(Site site, Value y) {
    for (Node r : reshapes) {
      List<Value> inputs = new ArrayList<>();
      inputs.add(y);
      r.inputs().stream().skip(1).forEach(v -> inputs.add(site.moved(v)));
      y = site.tf().op(r.op(), inputs.toArray(Value[]::new));
    }
    return y;
  }

  /// The bias as a vector of one element a channel; its bytes stay where it is one already.
  public static Value vector(Site site, Value constant, int channels) {
    TensorSource data = constant.constant().orElseThrow();
    if (data.shape().equals(Shape.of(channels))) {
      return site.moved(constant);
    }
    if (data.shape().longSize() == channels) {
      return site.constant(data.reshape(Shape.of(channels)), constant.node());
    }
    float[] all = new float[channels];
    Arrays.fill(all, (float) data.tensor().get(0));
    return site.constant(Tensor.adopt(all, channels), constant.node());
  }
}
