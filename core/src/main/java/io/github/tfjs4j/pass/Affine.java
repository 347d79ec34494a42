package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.FusedBatchNormV3;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// A node that computes `y = x * scale + shift` with constants, one scale and one shift a channel
/// (an index of the last axis) or for all of them: a batch normalisation, a bias, a multiplication
/// or addition of a scalar or a vector. Computed in double. There are as many numbers as in the
/// constants, however many channels `x` claims to have.
public final class Affine {
  private final Value x;
  private final double[] scale;
  private final double[] shift;
  private final Optional<Value> shiftConstant;

  private Affine(Value x, double[] scale, double[] shift, Optional<Value> shiftConstant) {
    this.x = x;
    this.scale = scale;
    this.shift = shift;
    this.shiftConstant = shiftConstant;
  }

  /// The operand that is no constant.
  public Value x() {
    return x;
  }

  /// One factor a channel, or for all.
  public double[] scale() {
    return scale;
  }

  /// One summand a channel, or for all.
  public double[] shift() {
    return shift;
  }

  /// How many factors and summands there are.
  public int channels() {
    return scale.length;
  }

  /// Whether it is for `channels` channels.
  public boolean fits(int channels) {
    return scale.length == 1 || scale.length == channels;
  }

  public boolean scales() {
    return Arrays.stream(scale).anyMatch(s -> s != 1);
  }

  public boolean shifts() {
    return Arrays.stream(shift).anyMatch(s -> s != 0);
  }

  /// The constant that the shift comes from: a bias, a batch normalisation's beta.
  public Optional<Value> shiftConstant() {
    return shiftConstant;
  }

  /// This one first, `outer` on its result.
  public Affine then(Affine outer) {
    double[] s = new double[Math.max(scale.length, outer.scale.length)];
    double[] t = new double[s.length];
    for (int c = 0; c < s.length; c++) {
      int own = c % scale.length;
      int theirs = c % outer.scale.length;
      s[c] = scale[own] * outer.scale[theirs];
      t[c] = shift[own] * outer.scale[theirs] + outer.shift[theirs];
    }
    return new Affine(
        x, s, t, outer.shiftConstant.isPresent() ? outer.shiftConstant : shiftConstant);
  }

  /// What makes `value`: all nodes of this kind in a row, each read by nothing but the next, as
  /// one.
  public static Optional<Affine> chain(Site site, Value value) {
    Optional<Affine> all = Optional.empty();
    while (site.isUsedOnce(value.node())) {
      Optional<Affine> inner = of(value.node());
      if (inner.isEmpty()) {
        break;
      }
      value = inner.get().x();
      all = Optional.of(all.isPresent() ? inner.get().then(all.get()) : inner.get());
    }
    return all.filter(Affine::isFinite);
  }

  /// What `node` computes, if it is of this kind, of known channel count, and all numbers are
  /// finite as float32.
  public static Optional<Affine> of(Node node) {
    if (node.types().size() != 1 || node.types().getFirst().type() != DataType.FLOAT) {
      return Optional.empty();
    }
    Optional<Affine> found =
        switch (node.op()) {
          case BiasAdd _ -> shifted(node.input(0), node.input(1), 1);
          case Binary b -> binary(b.f(), node.input(0), node.input(1));
          case FusedBatchNormV3 f -> normalised(f, node);
          default -> Optional.empty();
        };
    return found.filter(a -> a.x.dataType() == DataType.FLOAT).filter(Affine::isFinite);
  }

  private static Optional<Affine> binary(Binary.F f, Value a, Value b) {
    boolean constantFirst = a.constant().isPresent();
    Value x = constantFirst ? b : a;
    Value c = constantFirst ? a : b;
    return switch (f) {
      case ADD_V2 -> shifted(x, c, 1);
      case SUB -> constantFirst ? subtractedFrom(c, x) : shifted(x, c, -1);
      case MUL -> channels(c, x.shape()).map(s -> scaled(x, s));
      case REAL_DIV ->
          constantFirst
              ? Optional.empty()
              : channels(c, x.shape())
                  .map(s -> scaled(x, Arrays.stream(s).map(d -> 1 / d).toArray()));
      default -> Optional.empty();
    };
  }

  private static Affine scaled(Value x, double[] scale) {
    return new Affine(x, scale, new double[scale.length], Optional.empty());
  }

  private static Optional<Affine> shifted(Value x, Value constant, double sign) {
    return channels(constant, x.shape())
        .map(c ->
            new Affine(
                x,
                all(1, c.length),
                Arrays.stream(c).map(d -> sign * d).toArray(),
                Optional.of(constant)));
  }

  private static Optional<Affine> subtractedFrom(Value constant, Value x) {
    return channels(constant, x.shape())
        .map(c -> new Affine(x, all(-1, c.length), c, Optional.of(constant)));
  }

  private static Optional<Affine> normalised(FusedBatchNormV3 f, Node node) {
    Value x = node.input(0);
    Optional<double[]> gamma = channels(node.input(1), x.shape());
    Optional<double[]> beta = channels(node.input(2), x.shape());
    Optional<double[]> mean = channels(node.input(3), x.shape());
    Optional<double[]> variance = channels(node.input(4), x.shape());
    if (gamma.isEmpty() || beta.isEmpty() || mean.isEmpty() || variance.isEmpty()) {
      return Optional.empty();
    }
    int channels =
        Stream.of(gamma, beta, mean, variance).mapToInt(p -> p.get().length).max().getAsInt();
    double[] s = new double[channels];
    double[] t = new double[channels];
    for (int c = 0; c < channels; c++) {
      s[c] = at(gamma.get(), c) / Math.sqrt(at(variance.get(), c) + f.epsilon());
      t[c] = at(beta.get(), c) - at(mean.get(), c) * s[c];
    }
    return Optional.of(new Affine(x, s, t, Optional.of(node.input(2))));
  }

  private static double at(double[] numbers, int channel) {
    return numbers[channel % numbers.length];
  }

  private boolean isFinite() {
    for (int c = 0; c < scale.length; c++) {
      if (!Float.isFinite((float) scale[c]) || !Float.isFinite((float) shift[c])) {
        return false;
      }
    }
    return true;
  }

  private static double[] all(double value, int n) {
    double[] out = new double[n];
    Arrays.fill(out, value);
    return out;
  }

  /// The numbers of a float32 constant that is added to or multiplied with a value of shape `x`,
  /// one a channel or one for all; empty where it has other axes than the last, or where the number
  /// of channels is unknown.
  public static Optional<double[]> channels(Value constant, Shape x) {
    if (constant.constant().isEmpty()
        || constant.dataType() != DataType.FLOAT
        || !x.hasRank()
        || x.rank() == 0
        || !x.isKnown(-1)) {
      return Optional.empty();
    }
    Shape shape = constant.shape();
    int channels = x.dim(-1);
    long size = shape.longSize();
    int last = shape.rank() == 0 ? 1 : shape.dim(-1);
    if (shape.rank() > x.rank() || size == 0 || size != last || (size != 1 && size != channels)) {
      return Optional.empty();
    }
    Tensor t = constant.constant().get().tensor();
    double[] out = new double[(int) size];
    Arrays.setAll(out, t::get);
    return Optional.of(out);
  }
}
