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

/// The parts of every string of a vector between delimiters: each byte of the second input is one,
/// and where it is empty every byte is a part. A sparse matrix: indices `[n, 2]`, parts `[n]` and
/// its shape. An empty string has no parts.
///
/// @param skipEmpty whether empty parts are left out
public record StringSplit(boolean skipEmpty) implements Op {
  static final OpDef<StringSplit> DEF =
      OpDef.named("StringSplit", StringSplit.class, a -> new StringSplit(a.b("skip_empty", true)))
          .b("skip_empty", StringSplit::skipEmpty)
          .results("indices", "values", "shape");

  @Override
  public String name() {
    return "StringSplit";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.TEXT, Kind.TEXT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    check(inputs.get(0).shape(), inputs.get(1).shape());
    int n = Shape.UNKNOWN_DIM;
    if (inputs.stream().allMatch(v -> v.constant().isPresent())) {
      Counted count = new Counted();
      split(
          inputs.get(0).constant().get().tensor(),
          inputs.get(1).constant().get().tensor().rawStrings()[0],
          (_, _, _) -> count.n++);
      n = count.n;
    }
    return List.of(
        TensorType.of(DataType.INT32, n, 2),
        TensorType.of(DataType.STRING, n),
        TensorType.of(DataType.INT32, 2));
  }

  private static void check(Shape input, Shape delimiter) {
    if (!input.isCompatible(Shape.of(-1))
        || (delimiter.isFullyDefined() && delimiter.longSize() != 1)) {
      throw new ShapeException(
          "takes a vector and one string of delimiters, but these are "
              + input
              + " and "
              + delimiter);
    }
  }

  private static final class Counted {
    private int n;
  }

  private interface Part {
    /// Bytes `from` to `to` of string `row` are a part.
    void at(int row, int from, int to);
  }

  private void split(Tensor input, byte[] delimiters, Part part) {
    boolean[] ends = new boolean[256];
    for (byte b : delimiters) {
      ends[b & 0xff] = true;
    }
    byte[][] strings = input.rawStrings();
    for (int row = 0; row < strings.length; row++) {
      byte[] s = strings[row];
      int from = 0;
      for (int i = 0; i <= s.length && s.length > 0; i++) {
        boolean each = delimiters.length == 0 && i < s.length;
        if (each) {
          part.at(row, i, i + 1);
        } else if (delimiters.length > 0 && (i == s.length || ends[s[i] & 0xff])) {
          if (!skipEmpty || i > from) {
            part.at(row, from, i);
          }
          from = i + 1;
        }
      }
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor input = inputs.get(0);
    check(input.shape(), inputs.get(1).shape());
    byte[] delimiters = inputs.get(1).rawStrings()[0];
    Counted count = new Counted();
    split(input, delimiters, (_, _, _) -> count.n++);
    int[] indices = new int[2 * count.n];
    byte[][] parts = new byte[count.n][];
    int[] lengths = new int[input.size()];
    count.n = 0;
    split(
        input,
        delimiters,
        (row, from, to) -> {
          indices[2 * count.n] = row;
          indices[2 * count.n + 1] = lengths[row]++;
          parts[count.n++] = Arrays.copyOfRange(input.rawStrings()[row], from, to);
        });
    int longest = Arrays.stream(lengths).max().orElse(0);
    return List.of(
        Tensor.adopt(indices, count.n, 2),
        Tensor.adoptStrings(parts, Shape.of(count.n)),
        Tensor.ints(input.size(), longest));
  }
}
