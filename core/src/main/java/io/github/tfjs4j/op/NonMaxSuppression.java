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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Of boxes that overlap the one with the greatest score, at most `max` of them, the best first:
/// their indices. Two overlap where the area that they share is at least `overlap` of the area that
/// they cover. Inputs: float32 `boxes [n, 4]`, two opposite corners `y, x, y, x` each; `scores
/// [n]`; `max`; `overlap`, from 0 to 1; and, where the version has them, the score that must be
/// exceeded, and sigma: where that is positive, boxes near a better one lose score, by
/// `exp(-share^2 / (2 sigma))`, and so may come later or not at all.
///
/// @param pad whether indices are filled up with zeros to `max`, or to `n` where that is less
public record NonMaxSuppression(F f, boolean pad) implements Op {
  /// The versions.
  public enum F {
    /// `(boxes, scores, max, overlap)`: indices.
    V2("NonMaxSuppressionV2", 4),
    /// `(boxes, scores, max, overlap, least score)`: indices.
    V3("NonMaxSuppressionV3", 5),
    /// As `V3`: indices, and how many of them are no padding.
    V4("NonMaxSuppressionV4", 5, "selected_indices", "valid_outputs"),
    /// `(boxes, scores, max, overlap, least score, sigma)`: indices, the scores that are left to
    /// them, and their number, which TF.js leaves out.
    V5("NonMaxSuppressionV5", 6, "selected_indices", "selected_scores", "valid_outputs");

    private final String tfName;
    private final Operands operands;
    private final String[] results;

    F(String tfName, int inputs, String... results) {
      Kind[] kinds = new Kind[inputs];
      Arrays.fill(kinds, Kind.SCALAR);
      kinds[0] = Kind.ANY;
      kinds[1] = Kind.ANY;
      kinds[2] = Kind.INDEX;
      this.tfName = tfName;
      this.operands = Operands.of(kinds);
      this.results = results;
    }
  }

  public NonMaxSuppression {
    pad &= f == F.V4;
  }

  static List<OpDef<NonMaxSuppression>> defs() {
    return Arrays.stream(F.values()).map(NonMaxSuppression::def).toList();
  }

  private static OpDef<NonMaxSuppression> def(F f) {
    String pad = "pad_to_max_output_size";
    OpDef<NonMaxSuppression> def =
        OpDef.named(
                f.tfName, NonMaxSuppression.class, a -> new NonMaxSuppression(f, a.b(pad, false)))
            .type("T", 0)
            .results(f.results);
    if (f != F.V2) {
      def.type("T_threshold", 3);
    }
    return f == F.V4 ? def.b(pad, NonMaxSuppression::pad) : def;
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public Operands operands() {
    return f.operands;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    checkShapes(inputs.get(0).shape(), inputs.get(1).shape());
    int n = inputs.get(1).shape().isKnown(0) ? inputs.get(1).shape().dim(0) : Shape.UNKNOWN_DIM;
    Optional<int[]> max = inputs.get(2).constantInts();
    TensorType selected =
        TensorType.of(
            DataType.INT32,
            pad && n >= 0 && max.isPresent() ? Math.clamp(max.get()[0], 0, n) : Shape.UNKNOWN_DIM);
    TensorType count = TensorType.of(DataType.INT32);
    return switch (f) {
      case V2, V3 -> List.of(selected);
      case V4 -> List.of(selected, count);
      case V5 -> List.of(selected, new TensorType(DataType.FLOAT, selected.shape()), count);
    };
  }

  private static void checkShapes(Shape boxes, Shape scores) {
    if (!boxes.isCompatible(Shape.of(-1, 4))
        || !scores.isCompatible(Shape.of(-1))
        || (boxes.isKnown(0) && scores.isKnown(0) && boxes.dim(0) != scores.dim(0))) {
      throw new ShapeException(
          "takes boxes [n, 4] and scores [n], but these are " + boxes + " and " + scores);
    }
  }

  private record Candidate(double score, int box, int seen) {}

  private static final Comparator<Candidate> BEST_FIRST =
      (a, b) -> a.score == b.score ? Integer.compare(a.box, b.box) : a.score > b.score ? -1 : 1;

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor boxes = Elements.numbers(inputs.get(0));
    Tensor scores = Elements.numbers(inputs.get(1));
    checkShapes(boxes.shape(), scores.shape());
    int max = Math.clamp(inputs.get(2).rawInts()[0], 0, scores.size());
    double overlap = inputs.get(3).get(0);
    double least = inputs.size() > 4 ? inputs.get(4).get(0) : Double.NEGATIVE_INFINITY;
    double sigma = inputs.size() > 5 ? inputs.get(5).get(0) : 0;
    if (!(overlap >= 0 && overlap <= 1) || !(sigma >= 0)) {
      throw new ShapeException(
          "the overlap is from 0 to 1 and sigma at least 0, but these are "
              + overlap
              + " and "
              + sigma);
    }
    List<Candidate> selected = select(boxes, scores, max, overlap, least, sigma);
    int[] indices = new int[pad ? max : selected.size()];
    float[] left = new float[indices.length];
    for (int i = 0; i < selected.size(); i++) {
      indices[i] = selected.get(i).box;
      left[i] = (float) selected.get(i).score;
    }
    Tensor out = Tensor.adopt(indices, indices.length);
    Tensor count = Tensor.scalar(selected.size());
    return switch (f) {
      case V2, V3 -> List.of(out);
      case V4 -> List.of(out, count);
      case V5 -> List.of(out, Tensor.adopt(left, left.length), count);
    };
  }

  private static List<Candidate> select(
      Tensor boxes, Tensor scores, int max, double overlap, double least, double sigma) {
    PriorityQueue<Candidate> candidates = new PriorityQueue<>(BEST_FIRST);
    for (int i = 0; i < scores.size(); i++) {
      if (scores.get(i) > least) {
        candidates.add(new Candidate(scores.get(i), i, 0));
      }
    }
    List<Candidate> selected = new ArrayList<>();
    while (selected.size() < max && !candidates.isEmpty()) {
      Candidate best = candidates.poll();
      double score = best.score;
      boolean dropped = false;
      // What has been compared with a box once is not compared with it again.
      for (int j = selected.size() - 1; j >= best.seen && !dropped; j--) {
        double share = share(boxes, best.box, selected.get(j).box);
        // As in TF.js a share that is no number leaves nothing of the score.
        score *= share < overlap ? Math.exp(sigma > 0 ? -0.5 / sigma * share * share : 0) : 0;
        dropped = share >= overlap || score <= least;
      }
      if (!dropped && score == best.score) {
        selected.add(best);
      } else if (!dropped && score > least) {
        candidates.add(new Candidate(score, best.box, selected.size()));
      }
    }
    return selected;
  }

  /// The area that two boxes share, as a part of the area that they cover.
  private static double share(Tensor boxes, int a, int b) {
    double area = area(boxes, a);
    double other = area(boxes, b);
    if (area <= 0 || other <= 0) {
      return 0;
    }
    double shared = shared(boxes, a, b, 0) * shared(boxes, a, b, 1);
    return shared / (area + other - shared);
  }

  private static double area(Tensor boxes, int box) {
    return (high(boxes, box, 0) - low(boxes, box, 0)) * (high(boxes, box, 1) - low(boxes, box, 1));
  }

  private static double shared(Tensor boxes, int a, int b, int axis) {
    double from = Math.max(low(boxes, a, axis), low(boxes, b, axis));
    double to = Math.min(high(boxes, a, axis), high(boxes, b, axis));
    return Math.max(to - from, 0);
  }

  private static double low(Tensor boxes, int box, int axis) {
    return Math.min(boxes.get(4 * box + axis), boxes.get(4 * box + axis + 2));
  }

  private static double high(Tensor boxes, int box, int axis) {
    return Math.max(boxes.get(4 * box + axis), boxes.get(4 * box + axis + 2));
  }
}
