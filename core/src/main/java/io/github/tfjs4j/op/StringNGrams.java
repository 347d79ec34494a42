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
import java.io.ByteArrayOutputStream;
import java.util.List;

/// Runs of tokens that stand side by side, joined to one string each. Inputs: the tokens, a vector
/// of strings, and the int32 vector of where rows of them begin and end; results: the runs, and
/// where those of each row begin and end. Without tokens there are no runs.
///
/// @param separator stands between tokens; as the paddings, in lower case, as TF.js reads it
/// @param widths how many tokens a run has, each width after the other
/// @param leftPad stands for tokens before the first
/// @param rightPad stands for tokens after the last
/// @param padWidth how many of them there are on either side; -1 for one less than the width, which
///   is the most
/// @param preserveShort whether a row that is too short for any run is one
public record StringNGrams(
    String separator,
    List<Integer> widths,
    String leftPad,
    String rightPad,
    int padWidth,
    boolean preserveShort)
    implements Op {
  static final OpDef<StringNGrams> DEF =
      OpDef.named(
              "StringNGrams",
              StringNGrams.class,
              a ->
                  new StringNGrams(
                      a.s("separator", ""),
                      a.ints("ngram_widths", List.of()),
                      a.s("left_pad", ""),
                      a.s("right_pad", ""),
                      a.i("pad_width", 0),
                      a.b("preserve_short_sequences", false)))
          .type("Tsplits", 1)
          .s("separator", StringNGrams::separator)
          .ints("ngram_widths", StringNGrams::widths)
          .s("left_pad", StringNGrams::leftPad)
          .s("right_pad", StringNGrams::rightPad)
          .i("pad_width", StringNGrams::padWidth)
          .b("preserve_short_sequences", StringNGrams::preserveShort)
          .results("ngrams", "ngrams_splits");

  public StringNGrams {
    widths = List.copyOf(widths);
    if (widths.stream().anyMatch(w -> w < 1)) {
      throw new ShapeException("a run has at least 1 token, found widths " + widths);
    }
  }

  @Override
  public String name() {
    return "StringNGrams";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.TEXT, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape tokens = inputs.get(0).shape();
    Shape splits = inputs.get(1).shape();
    if (!tokens.isCompatible(Shape.of(-1)) || !splits.isCompatible(Shape.of(-1))) {
      throw new ShapeException("takes two vectors, but these are " + tokens + " and " + splits);
    }
    int n =
        tokens.isFullyDefined() && inputs.get(1).constantInts().isPresent()
            ? last(runs(tokens.dim(0), inputs.get(1).constantInts().get()))
            : Shape.UNKNOWN_DIM;
    return List.of(
        TensorType.of(DataType.STRING, n),
        new TensorType(DataType.INT32, splits.hasRank() ? splits : Shape.ofRank(1)));
  }

  private static int last(int[] splits) {
    return splits.length == 0 ? 0 : splits[splits.length - 1];
  }

  private long pad(long width) {
    return padWidth < 0 ? width - 1 : Math.min(padWidth, width - 1);
  }

  /// How many runs of `width` a row of `length` has.
  private long count(long length, long width) {
    return Math.max(0, length + 2 * pad(width) - width + 1);
  }

  /// How many runs a row has.
  private long count(long length) {
    long count = 0;
    for (int width : widths) {
      count += count(length, width);
    }
    return count == 0 && preserveShort && length > 0 ? 1 : count;
  }

  /// Where the runs of each row begin and end.
  private int[] runs(int tokens, int[] splits) {
    int[] runs = new int[splits.length];
    int before = 0;
    for (int i = 0; i < splits.length; i++) {
      if (splits[i] < before
          || splits[i] > tokens
          || (i == 0 && splits[i] != 0)
          || (i == splits.length - 1 && splits[i] != tokens)) {
        throw new ShapeException(
            "rows go from 0 to "
                + tokens
                + ", the number of tokens, and never back, but entry "
                + i
                + " is "
                + splits[i]);
      }
      if (i > 0 && tokens > 0) {
        runs[i] = Math.clamp(runs[i - 1] + count(splits[i] - before), 0, Integer.MAX_VALUE);
      }
      before = splits[i];
    }
    return runs;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    byte[][] tokens = inputs.get(0).rawStrings();
    int[] splits = inputs.get(1).rawInts();
    int[] runs = runs(tokens.length, splits);
    Shape shape = Shape.of(last(runs));
    requireRoom(tokens, splits);
    byte[][] out = new byte[shape.size()][];
    int at = 0;
    for (int row = 0; row + 1 < splits.length && out.length > 0; row++) {
      int length = splits[row + 1] - splits[row];
      int from = at;
      for (int width : widths) {
        at = add(tokens, splits[row], (int) count(length, width), width, out, at);
      }
      if (at < runs[row + 1] && at == from) {
        at = add(tokens, splits[row], 1, length + 2 * padWidth, out, at);
      }
    }
    return List.of(Tensor.adoptStrings(out, shape), Tensor.adopt(runs, inputs.get(1).shape()));
  }

  /// An upper bound of the bytes of all runs.
  private void requireRoom(byte[][] tokens, int[] splits) {
    long longest = Math.max(leftPad.length(), rightPad.length()) * 4L;
    for (byte[] token : tokens) {
      longest = Math.max(longest, token.length);
    }
    double bytes = 0;
    for (int row = 0; row + 1 < splits.length && tokens.length > 0; row++) {
      int length = splits[row + 1] - splits[row];
      for (int width : widths) {
        bytes += (double) count(length, width) * width;
      }
      bytes += preserveShort ? length + 2.0 * Math.max(0, padWidth) : 0;
    }
    Text.requireRoom((long) (bytes * Math.max(1, longest + separator.length() * 4L)));
  }

  private int add(byte[][] tokens, int begin, int count, int width, byte[][] out, int from) {
    byte[] between = Text.attribute(separator);
    byte[] left = Text.attribute(leftPad);
    byte[] right = Text.attribute(rightPad);
    int pad = (int) pad(width);
    for (int k = 0; k < count; k++) {
      int before = Math.max(0, pad - k);
      int after = Math.max(0, pad - (count - k - 1));
      int first = begin + Math.max(0, k - pad);
      ByteArrayOutputStream run = new ByteArrayOutputStream();
      for (int i = 0; i < width; i++) {
        run.writeBytes(i == 0 ? new byte[0] : between);
        run.writeBytes(i < before ? left : i >= width - after ? right : tokens[first + i - before]);
      }
      out[from + k] = run.toByteArray();
    }
    return from + count;
  }
}
