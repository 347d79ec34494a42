package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The elements of a tensor whatever their type: for ops that move elements without looking at
/// them.
final class Elements {
  private final DataType type;
  private final Object array;

  /// Array cells an element.
  private final int width;

  private Elements(DataType type, Object array) {
    this.type = type;
    this.array = array;
    this.width = type == DataType.COMPLEX64 ? 2 : 1;
  }

  static Elements of(Tensor t) {
    Object array =
        switch (t.type()) {
          case FLOAT, COMPLEX64 -> t.rawFloats();
          case INT32 -> t.rawInts();
          case BOOL -> t.rawBools();
          case STRING -> t.rawStrings();
          default -> throw new ShapeException("there are no tensors of type " + t.type());
        };
    return new Elements(t.type(), array);
  }

  /// `t` itself, which must be of numbers: float32, int32 or bool.
  static Tensor numbers(Tensor t) {
    return switch (t.type()) {
      case FLOAT, INT32, BOOL -> t;
      default -> throw new ShapeException("cannot be computed on " + t.type().jsName());
    };
  }

  /// Elements of a new tensor: zero, false or the empty string.
  static Elements make(DataType type, Shape shape) {
    return of(Tensor.zeros(type, shape));
  }

  Tensor tensor(Shape shape) {
    return switch (type) {
      case FLOAT -> Tensor.adopt((float[]) array, shape);
      case INT32 -> Tensor.adopt((int[]) array, shape);
      case BOOL -> Tensor.adoptBools((byte[]) array, shape);
      case STRING -> Tensor.adoptStrings(text((byte[][]) array), shape);
      default -> Tensor.adoptComplex((float[]) array, shape);
    };
  }

  /// TF.js moves strings as text: bytes that are no UTF-8 come out as replacement characters.
  private static byte[][] text(byte[][] strings) {
    byte[][] text = new byte[strings.length][];
    Arrays.setAll(
        text, i -> new String(strings[i], StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
    return text;
  }

  /// Copies `n` elements that lie side by side on both sides.
  void copy(int to, Elements from, int at, int n) {
    System.arraycopy(from.array, at * width, array, to * width, n * width);
  }

  /// Adds `n` elements that lie side by side on both sides to the ones that are there; of bools,
  /// or.
  void add(int to, Elements from, int at, int n) {
    switch (array) {
      case float[] out -> {
        for (int i = 0; i < n * width; i++) {
          out[to * width + i] += ((float[]) from.array)[at * width + i];
        }
      }
      case int[] out -> {
        for (int i = 0; i < n; i++) {
          out[to + i] += ((int[]) from.array)[at + i];
        }
      }
      case byte[] out -> {
        for (int i = 0; i < n; i++) {
          out[to + i] |= ((byte[]) from.array)[at + i];
        }
      }
      default -> throw new ShapeException("there is no sum of " + type.jsName() + " tensors");
    }
  }

  /// Copies `n` elements that lie `toStep` and `step` apart.
  void copy(int to, int toStep, Elements from, int at, int step, int n) {
    if (n == 1 || (toStep == 1 && step == 1)) {
      copy(to, from, at, n);
      return;
    }
    switch (array) {
      case float[] out when width == 1 -> {
        float[] in = (float[]) from.array;
        for (int i = 0; i < n; i++) {
          out[to + i * toStep] = in[at + i * step];
        }
      }
      case int[] out -> {
        int[] in = (int[]) from.array;
        for (int i = 0; i < n; i++) {
          out[to + i * toStep] = in[at + i * step];
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          copy(to + i * toStep, from, at + i * step, 1);
        }
      }
    }
  }

  /// Makes every element the scalar `value`.
  void fill(Tensor value) {
    switch (array) {
      case float[] out when width == 1 -> Arrays.fill(out, (float) value.get(0));
      case float[] out -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = value.rawFloats()[i % 2];
        }
      }
      case int[] out -> Arrays.fill(out, value.rawInts()[0]);
      case byte[] out -> Arrays.fill(out, value.rawBools()[0]);
      default -> Arrays.fill((byte[][]) array, value.rawStrings()[0]);
    }
  }

  // ---- moving whole tensors ----

  /// A dense copy of what is seen of `x`.
  static Tensor view(Tensor x, View view) {
    Elements from = of(x);
    Elements to = make(x.type(), view.shape());
    int[] dims = view.dims().dims();
    int[] strides = view.strides().stream().mapToInt(i -> i).toArray();
    Walk.over(dims, Walk.dense(dims), strides)
        .rows(
            new int[] {0, view.offset()},
            (at, step, n) -> to.copy(at[0], step[0], from, at[1], step[1], n));
    return to.tensor(view.shape());
  }

  /// Puts all elements of `x` here, the first at `offset`, `strides` apart along the axes of `x`.
  void place(Tensor x, int offset, int[] strides) {
    Elements from = of(x);
    int[] dims = x.shape().dims();
    Walk.over(dims, strides, Walk.dense(dims))
        .rows(
            new int[] {offset, 0}, (at, step, n) -> copy(at[0], step[0], from, at[1], step[1], n));
  }

  static Tensor transpose(Tensor x, int... perm) {
    return view(x, Transpose.transposed(x.shape(), perm));
  }

  /// A box of `shape` whose first element is at `begin`.
  static Tensor slice(Tensor x, int[] begin, Shape shape) {
    return view(x, View.box(x.shape(), begin, shape));
  }

  /// `x` within a frame of `value`; `pairs` are the cells before and behind along each axis.
  static Tensor pad(Tensor x, int[] pairs, Tensor value) {
    int[] dims = x.shape().dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] += pairs[2 * i] + pairs[2 * i + 1];
    }
    int[] dense = Walk.dense(dims);
    int offset = 0;
    for (int i = 0; i < dims.length; i++) {
      offset += pairs[2 * i] * dense[i];
    }
    Elements out = make(x.type(), Shape.of(dims));
    out.fill(value);
    out.place(x, offset, dense);
    return out.tensor(Shape.of(dims));
  }

  /// The slices of `x` along `axis` that `indices` names.
  static Tensor take(Tensor x, int axis, int[] indices) {
    int length = x.shape().dim(axis);
    int inner = x.shape().sub(axis + 1, x.shape().rank()).size();
    int outer = x.shape().sub(0, axis).size();
    Elements from = of(x);
    Shape shape = x.shape().with(axis, indices.length);
    Elements to = make(x.type(), shape);
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < indices.length; i++) {
        to.copy((o * indices.length + i) * inner, from, (o * length + indices[i]) * inner, inner);
      }
    }
    return to.tensor(shape);
  }

  // ---- conversion ----

  /// As JavaScript stores a number in an `Int32Array`: the fraction cut off, modulo 2^32, 0 for NaN
  /// and infinities.
  static int toInt32(double v) {
    if (Double.isNaN(v) || Double.isInfinite(v)) {
      return 0;
    }
    return Math.abs(v) < 0x1p63 ? (int) (long) v : (int) (long) (v % 0x1p32);
  }

  /// `t` in another element type, as [Cast] has it.
  static Tensor cast(Tensor t, DataType to) {
    if (t.type() == to) {
      return t;
    }
    int n = t.size();
    if (t.type() == DataType.STRING || to == DataType.STRING) {
      throw new ShapeException("cannot cast " + t.type().jsName() + " to " + to.jsName());
    }
    int every = t.type() == DataType.COMPLEX64 ? 2 : 1;
    Tensor real = t;
    if (every == 2) {
      float[] re = new float[n];
      for (int i = 0; i < n; i++) {
        re[i] = t.rawFloats()[2 * i];
      }
      real = Tensor.adopt(re, t.shape());
      if (to == DataType.FLOAT) {
        return real;
      }
    }
    return switch (to) {
      case FLOAT, COMPLEX64 -> {
        int width = to == DataType.FLOAT ? 1 : 2;
        float[] out = new float[n * width];
        for (int i = 0; i < n; i++) {
          out[i * width] = (float) real.get(i);
        }
        yield width == 1 ? Tensor.adopt(out, t.shape()) : Tensor.adoptComplex(out, t.shape());
      }
      case INT32 -> {
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
          out[i] = toInt32(real.get(i));
        }
        yield Tensor.adopt(out, t.shape());
      }
      case BOOL -> {
        byte[] out = new byte[n];
        for (int i = 0; i < n; i++) {
          out[i] = (byte) (real.get(i) != 0 ? 1 : 0);
        }
        yield Tensor.adoptBools(out, t.shape());
      }
      default -> throw new ShapeException("there are no tensors of type " + to);
    };
  }
}
