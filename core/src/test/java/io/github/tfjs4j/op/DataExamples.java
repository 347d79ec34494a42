package io.github.tfjs4j.op;

import static io.github.tfjs4j.op.OpExample.bools;
import static io.github.tfjs4j.op.OpExample.floats;
import static io.github.tfjs4j.op.OpExample.indices;
import static io.github.tfjs4j.op.OpExample.ints;
import static io.github.tfjs4j.op.OpExample.tame;
import static io.github.tfjs4j.op.OpExample.with;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.LookupTable;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Examples of ops that choose by the values that they find.
final class DataExamples {
  private DataExamples() {}

  static List<OpExample> all() {
    List<OpExample> all = new ArrayList<>();
    choices(all);
    boxes(all);
    sparse(all);
    text(all);
    random(all);
    tables(all);
    return all;
  }

  static Tensor strings(String... values) {
    return strings(Shape.of(values.length), values);
  }

  static Tensor strings(Shape shape, String... values) {
    byte[][] bytes = new byte[values.length][];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = values[i].getBytes(StandardCharsets.UTF_8);
    }
    return Tensor.ofStrings(bytes, shape);
  }

  private static void choices(List<OpExample> all) {
    for (int k : new int[] {0, 1, 3, 7}) {
      all.add(with(new TopKV2(true), 1, floats(3, 7), Tensor.scalar(k)));
      all.add(with(new TopKV2(false), 1, ints(2, 1, 7), Tensor.scalar(k)));
      all.add(with(new TopKV2(true), 1, bools(7), Tensor.scalar(k)));
    }
    all.add(with(new TopKV2(true), 1, floats(0, 3), Tensor.scalar(2)));
    all.add(with(new TopKV2(true), 1, floats(3, 0), Tensor.scalar(0)));
    all.add(with(new Where(), 0, floats(2, 7)));
    all.add(with(new Where(), 0, bools(2, 3, 2)));
    all.add(with(new Where(), 0, Tensor.scalar(3)));
    all.add(with(new Where(), 0, ints(0, 2)));
    all.add(OpExample.of(new ListDiff(), floats(12), tame(2)));
    all.add(OpExample.of(new ListDiff(), indices(5, 8), Tensor.ints(1, 3)));
    all.add(OpExample.of(new ListDiff(), strings("a", "b", "a"), strings("b", "")));
    Unique unique = new Unique(Unique.F.UNIQUE);
    all.add(OpExample.of(unique, floats(12)));
    all.add(OpExample.of(unique, indices(3, 8)));
    all.add(OpExample.of(unique, bools(0)));
    all.add(OpExample.of(unique, strings("a", "b", "a", "")));
    Unique along = new Unique(Unique.F.UNIQUE_V2);
    for (int axis : new int[] {0, 1, -1}) {
      all.add(with(along, 1, indices(2, 7, 2, 2), Tensor.ints(axis)));
    }
    all.add(with(along, 1, indices(3, 8), OpExample.NO_INTS));
  }

  private static void boxes(List<OpExample> all) {
    Tensor boxes =
        Tensor.of(
            new float[] {
              0, 0, 1, 1, 0, 0.1f, 1, 1.1f, 1, 0.9f, 0, -0.1f, 0, 10, 1, 11, 0, 10.1f, 1, 11.1f, 0,
              100, 1, 101, 2, 2, 2, 2, Float.NaN, 0, 1, 1
            },
            8,
            4);
    Tensor scores = Tensor.of(new float[] {0.9f, 0.75f, 0.6f, 0.95f, 0.5f, 0.3f, 0.3f, 0.1f}, 8);
    Tensor overlap = Tensor.scalar(0.5f);
    Tensor least = Tensor.scalar(0.2f);
    for (int max : new int[] {0, 3, 20}) {
      Tensor most = Tensor.scalar(max);
      all.add(with(boxes(NonMaxSuppression.F.V2, false), 2, boxes, scores, most, overlap));
      all.add(with(boxes(NonMaxSuppression.F.V3, false), 2, boxes, scores, most, overlap, least));
      for (boolean pad : new boolean[] {true, false}) {
        all.add(with(boxes(NonMaxSuppression.F.V4, pad), 2, boxes, scores, most, overlap, least));
      }
      for (float sigma : new float[] {0, 0.5f, 3}) {
        all.add(
            with(
                boxes(NonMaxSuppression.F.V5, false),
                2,
                boxes,
                scores,
                most,
                overlap,
                least,
                Tensor.scalar(sigma)));
      }
    }
    all.add(
        with(
            boxes(NonMaxSuppression.F.V2, false),
            2,
            tame(0, 4),
            tame(0),
            Tensor.scalar(3),
            overlap));
  }

  private static void sparse(List<OpExample> all) {
    Tensor cells = Tensor.of(new int[] {2, 0, 0, 1, 2, 0}, 3, 2);
    SparseToDense dense = new SparseToDense();
    all.add(with(dense, 0, cells, Tensor.ints(3, 2), tame(3), Tensor.scalar(-1f)));
    all.add(with(dense, 0, Tensor.ints(2, 0), Tensor.ints(4), ints(2), Tensor.scalar(7)));
    all.add(with(dense, 0, Tensor.scalar(1), Tensor.ints(3), Tensor.scalar(2f), Tensor.scalar(0f)));
    all.add(with(dense, 0, cells, Tensor.ints(3, 2), strings("a", "b", "c"), scalar("-")));
    all.add(
        with(dense, 0, Tensor.of(new int[0], 0, 1), Tensor.ints(3), tame(0), Tensor.scalar(1f)));
    SparseFillEmptyRows fill = new SparseFillEmptyRows();
    for (int rows : new int[] {3, 5}) {
      all.add(with(fill, 0, cells, tame(3), Tensor.ints(rows, 2), Tensor.scalar(-1f)));
    }
    all.add(with(fill, 0, cells, strings("a", "b", "c"), Tensor.ints(4, 2), scalar("")));
    Tensor none = Tensor.of(new int[0], 0, 2);
    for (int rows : new int[] {0, 2}) {
      all.add(with(fill, 0, none, ints(0), Tensor.ints(rows, 2), Tensor.scalar(7)));
    }
    SparseReshape reshape = new SparseReshape();
    all.add(with(reshape, 1, cells, Tensor.ints(3, 4), Tensor.ints(2, -1, 3)));
    all.add(with(reshape, 1, cells, Tensor.ints(3, 4), Tensor.ints(12)));
    all.add(with(reshape, 1, none, Tensor.ints(0, 4), Tensor.ints(2, 0)));
    for (SparseSegment.F f : SparseSegment.F.values()) {
      SparseSegment op = new SparseSegment(f);
      Tensor rows = Tensor.ints(0, 3, 1, 1);
      Tensor segments = Tensor.ints(0, 0, 2, 3);
      all.add(with(op, 1, floats(4, 3, 2), rows, segments));
      all.add(with(op, 1, ints(4, 3), rows, segments));
      all.add(with(op, 1, tame(4), OpExample.NO_INTS, OpExample.NO_INTS));
    }
  }

  private static Tensor scalar(String value) {
    return strings(Shape.SCALAR, value);
  }

  private static void text(List<OpExample> all) {
    Tensor lines = strings("a bc", " d-e ", "", "-", "\u00fc x");
    for (boolean skip : new boolean[] {true, false}) {
      for (String delimiters : List.of(" ", "- ", "")) {
        all.add(with(new StringSplit(skip), 0, lines, scalar(delimiters)));
      }
    }
    Tensor tokens = strings("a", "bb", "c", "d", "e");
    Tensor rows = Tensor.ints(0, 3, 3, 5);
    for (boolean keep : new boolean[] {true, false}) {
      for (int pad : new int[] {-1, 0, 1}) {
        StringNGrams runs = new StringNGrams("|", List.of(4, 1), "LP", "RP", pad, keep);
        all.add(with(runs, 0, tokens, rows));
        all.add(with(runs, 0, strings(), Tensor.ints(0, 0)));
      }
      all.add(with(new StringNGrams("", List.of(3), "", "", 0, keep), 0, tokens, rows));
    }
    all.add(OpExample.of(new StringToHashBucketFast(1000), lines));
    all.add(OpExample.of(new StaticRegexReplace("[B-D]+|$", "<$&>", true), lines));
    all.add(OpExample.of(new StaticRegexReplace("(.) ?", "$1", false), scalar("a bc")));
    all.add(OpExample.of(new StringToHashBucketFast(1L << 40), strings(Shape.of(1, 1), "abc")));
  }

  private static void random(List<OpExample> all) {
    for (RandomNumbers.F f :
        List.of(
            RandomNumbers.F.NORMAL, RandomNumbers.F.TRUNCATED_NORMAL, RandomNumbers.F.UNIFORM)) {
      all.add(with(new RandomNumbers(f, DataType.FLOAT, 7, 0), 0, Tensor.ints(2, 3)));
      all.add(with(new RandomNumbers(f, DataType.HALF, 1L << 60, 3), 0, OpExample.NO_INTS));
    }
    all.add(
        with(
            new RandomNumbers(RandomNumbers.F.UNIFORM_INT, DataType.INT64, 7, 0),
            0,
            Tensor.ints(2, 3),
            Tensor.scalar(Integer.MIN_VALUE),
            Tensor.scalar(Integer.MAX_VALUE)));
    RandomNumbers classes = new RandomNumbers(RandomNumbers.F.MULTINOMIAL, DataType.INT32, 7, 0);
    all.add(with(classes, 1, tame(2, 3), Tensor.scalar(5)));
    all.add(with(classes, 1, tame(4), Tensor.scalar(0)));
    all.add(with(classes, 1, tame(0, 1), Tensor.scalar(2)));
  }

  private static void tables(List<OpExample> all) {
    all.add(OpExample.of(new HashTable(DataType.STRING, DataType.INT64, "words", "")));
    Tensor keys = strings("a", "b", "a", "");
    Tensor values = Tensor.ints(1, 2, 3, 4);
    Tensor words = Tensor.of(new LookupTable(DataType.STRING, DataType.INT32));
    for (LookupTableOp.F f : List.of(LookupTableOp.F.IMPORT, LookupTableOp.F.INITIALIZE)) {
      all.add(OpExample.of(new LookupTableOp(f), words, keys, values));
    }
    Tensor filled =
        new LookupTableOp(LookupTableOp.F.IMPORT)
            .evaluate(
                List.of(Tensor.of(new LookupTable(DataType.STRING, DataType.INT32)), keys, values))
            .getFirst();
    LookupTableOp find = new LookupTableOp(LookupTableOp.F.FIND);
    all.add(OpExample.of(find, filled, strings("zz", "a", ""), Tensor.scalar(-1)));
    all.add(OpExample.of(find, filled, strings(Shape.of(1, 2), "b", "B"), Tensor.scalar(-1)));
    all.add(OpExample.of(find, filled, strings(), Tensor.scalar(-1)));
    all.add(OpExample.of(new LookupTableOp(LookupTableOp.F.SIZE), filled));
    Tensor rows =
        new LookupTableOp(LookupTableOp.F.IMPORT)
            .evaluate(
                List.of(
                    Tensor.of(new LookupTable(DataType.INT32, DataType.FLOAT)),
                    Tensor.ints(7, 8),
                    tame(2, 3)))
            .getFirst();
    all.add(OpExample.of(find, rows, Tensor.ints(8, 9), tame(3)));
  }

  private static NonMaxSuppression boxes(NonMaxSuppression.F f, boolean pad) {
    return new NonMaxSuppression(f, pad);
  }
}
