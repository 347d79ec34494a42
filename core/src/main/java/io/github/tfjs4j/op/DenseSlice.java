package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a [StridedSlice] does to each axis of its input, its masks resolved.
final class DenseSlice {
  private final int[] begins;
  private final int[] strides;
  private final int[] lengths;
  private final boolean[] whole;
  private final List<Integer> finalDims = new ArrayList<>();

  private DenseSlice(int rank) {
    begins = new int[rank];
    strides = new int[rank];
    lengths = new int[rank];
    whole = new boolean[rank];
  }

  /// @param entries the length of `begin`, `end` and `strides`, of which any may be unknown
  static DenseSlice of(
      StridedSlice op,
      Shape x,
      int entries,
      Optional<int[]> begin,
      Optional<int[]> end,
      Optional<int[]> strides) {
    check(op, entries, begin, end, strides);
    int rank = x.rank();
    DenseSlice out = new DenseSlice(rank);
    int named = 0;
    for (int i = 0; i < entries; i++) {
      named += bit(op.newAxisMask(), i) || bit(op.ellipsisMask(), i) ? 0 : 1;
    }
    // An ellipsis stands for all axes that no other entry names; without one they follow at the
    // end.
    int axis = 0;
    boolean ellipsis = false;
    for (int i = 0; i < entries; i++) {
      if (bit(op.ellipsisMask(), i)) {
        for (int n = rank - named; n > 0 && axis < rank; n--) {
          out.whole(x, axis++);
        }
        ellipsis = true;
      } else if (bit(op.newAxisMask(), i)) {
        out.finalDims.add(1);
      } else if (axis >= rank) {
        throw new ShapeException("there are more entries than axes of " + x);
      } else {
        out.entry(op, x, axis++, i, begin, end, strides);
      }
    }
    while (axis < rank && !ellipsis) {
      out.whole(x, axis++);
    }
    return out;
  }

  private static void check(
      StridedSlice op,
      int entries,
      Optional<int[]> begin,
      Optional<int[]> end,
      Optional<int[]> strides) {
    if (entries > 32 || Integer.bitCount(op.ellipsisMask()) > 1) {
      throw new ShapeException(
          "at most 32 entries and one ellipsis are possible, found "
              + entries
              + " and mask "
              + Integer.toBinaryString(op.ellipsisMask()));
    }
    for (Optional<int[]> v : List.of(begin, end, strides)) {
      if (v.isPresent() && v.get().length != entries) {
        throw new ShapeException(
            "begin, end and strides differ in length: " + entries + " and " + v.get().length);
      }
    }
    strides.ifPresent(s -> {
      if (Arrays.stream(s).anyMatch(n -> n == 0)) {
        throw new ShapeException("a stride is not 0, found " + Arrays.toString(s));
      }
    });
  }

  private static boolean bit(int mask, int i) {
    return (mask >> i & 1) != 0;
  }

  private void whole(Shape x, int axis) {
    set(axis, 0, 1, x.dim(axis));
    whole[axis] = true;
    finalDims.add(x.dim(axis));
  }

  private void set(int axis, int begin, int stride, int length) {
    begins[axis] = begin;
    strides[axis] = stride;
    lengths[axis] = length;
  }

  private void entry(
      StridedSlice op,
      Shape x,
      int axis,
      int i,
      Optional<int[]> begin,
      Optional<int[]> end,
      Optional<int[]> steps) {
    int length = x.dim(axis);
    if (bit(op.shrinkAxisMask(), i)) {
      shrink(x, axis, i, begin);
      return;
    }
    if (steps.isEmpty()) {
      set(axis, 0, 1, Shape.UNKNOWN_DIM);
    } else {
      int stride = steps.get()[i];
      boolean forward = stride > 0;
      Optional<Integer> known = length < 0 ? Optional.empty() : Optional.of(length);
      Optional<Integer> first = forward ? Optional.of(0) : known.map(n -> n - 1);
      Optional<Integer> behindLast = forward ? known : Optional.of(-1);
      Optional<Integer> from = bit(op.beginMask(), i) ? first : at(begin, i, length, forward);
      Optional<Integer> to = bit(op.endMask(), i) ? behindLast : at(end, i, length, forward);
      if (from.isPresent() && to.isPresent()) {
        int span = to.get() - from.get();
        set(
            axis,
            from.get(),
            stride,
            span == 0 || forward != span > 0 ? 0 : Math.ceilDiv(span, stride));
      } else {
        set(axis, 0, stride, Shape.UNKNOWN_DIM);
      }
      boolean fromFirst = bit(op.beginMask(), i) || begin.filter(v -> v[i] == 0).isPresent();
      boolean toLast = bit(op.endMask(), i) || (length >= 0 && lengths[axis] == length);
      whole[axis] = stride == 1 && fromFirst && toLast;
    }
    finalDims.add(lengths[axis]);
  }

  private void shrink(Shape x, int axis, int i, Optional<int[]> begin) {
    int length = x.dim(axis);
    if (begin.isEmpty()) {
      set(axis, 0, 1, Shape.UNKNOWN_DIM);
      return;
    }
    int at = begin.get()[i];
    int resolved = at < 0 && length != Shape.UNKNOWN_DIM ? at + length : at;
    if (length != Shape.UNKNOWN_DIM && (resolved < 0 || resolved >= length)) {
      throw new ShapeException("index " + at + " is outside of axis " + axis + " of " + x);
    }
    set(axis, resolved, 1, resolved < 0 ? Shape.UNKNOWN_DIM : 1);
  }

  /// Entry `i` of `v`, counted from the start and held within the axis.
  private static Optional<Integer> at(Optional<int[]> v, int i, int length, boolean forward) {
    if (v.isEmpty() || length == Shape.UNKNOWN_DIM) {
      return Optional.empty();
    }
    long at = v.get()[i];
    at = at < 0 ? at + length : at;
    return Optional.of(Math.clamp(at, forward ? 0 : -1, forward ? length : length - 1));
  }

  /// Whether every axis is known.
  boolean isFullyDefined() {
    return Arrays.stream(lengths).allMatch(n -> n >= 0);
  }

  /// Whether every axis is surely taken as it is, even of unknown length.
  boolean isWhole() {
    for (boolean w : whole) {
      if (!w) {
        return false;
      }
    }
    return true;
  }

  int begin(int axis) {
    return begins[axis];
  }

  int stride(int axis) {
    return strides[axis];
  }

  /// How many elements are taken along each axis of the input, axes that are dropped included.
  int[] lengths() {
    return lengths.clone();
  }

  /// The shape of the result: new axes put in, dropped ones left out.
  Shape finalShape() {
    return Shape.of(finalDims);
  }
}
