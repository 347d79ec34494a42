package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Local algebra: what it makes of a formula, with the same bits as the formula itself.
class AlgebraTest {
  /// The ops that are left of a formula of `x`, apart from constants and `x`, in order.
  private static String left(Tensor x, Shape known, BiFunction<Tf, Value, Value> formula) {
    Graph simple = build(GraphBuilder.simplifying(), x.type(), known, formula);
    Graph verbatim = build(GraphBuilder.verbatim(), x.type(), known, formula);
    Tensor wanted = new Interpreter(verbatim).run(Map.of("x", x)).get("y");
    Tensor found = new Interpreter(simple).run(Map.of("x", x)).get("y");
    OpContract.assertSameBits(wanted, found, simple.nodes().toString());
    List<String> ops =
        simple.nodes().stream()
            .map(n -> n.op().name())
            .filter(n -> !n.equals("Const") && !n.equals("Placeholder"))
            .toList();
    return String.join(" ", ops);
  }

  private static Graph build(
      GraphBuilder to, DataType type, Shape known, BiFunction<Tf, Value, Value> formula) {
    Value x = to.add(new Placeholder(type, known));
    return to.build(Map.of("x", x), Map.of("y", formula.apply(new Tf(to), x)));
  }

  private static final Tensor X = OpExample.floats(2, 3, 7);
  private static final Shape BATCH = Shape.of(-1, 3, 7);

  private static String left(BiFunction<Tf, Value, Value> formula) {
    return left(X, BATCH, formula);
  }

  private static Value unary(Tf tf, Value x, Unary.F... functions) {
    Value y = x;
    for (Unary.F f : functions) {
      y = tf.unary(f, y);
    }
    return y;
  }

  @Test
  void functionsThatChangeNothingTheSecondTimeAreAppliedOnce() {
    assertEquals("Relu", left((tf, x) -> unary(tf, x, Unary.F.RELU, Unary.F.RELU)));
    assertEquals("Relu6", left((tf, x) -> unary(tf, x, Unary.F.RELU, Unary.F.RELU6)));
    assertEquals("Relu6", left((tf, x) -> unary(tf, x, Unary.F.RELU6, Unary.F.RELU)));
    assertEquals("Relu6", left((tf, x) -> unary(tf, x, Unary.F.RELU6, Unary.F.RELU6)));
    assertEquals("", left((tf, x) -> unary(tf, x, Unary.F.NEG, Unary.F.NEG)));
    assertEquals("Round", left((tf, x) -> unary(tf, x, Unary.F.ROUND, Unary.F.ROUND)));
    assertEquals("Relu Neg", left((tf, x) -> unary(tf, x, Unary.F.RELU, Unary.F.NEG)));
  }

  @Test
  void neutralOperandsGoOnlyWhereMinusZeroSurvives() {
    assertEquals("", left((tf, x) -> tf.mul(x, tf.scalar(1f))));
    assertEquals("", left((tf, x) -> tf.mul(tf.scalar(1f), x)));
    assertEquals("", left((tf, x) -> tf.div(x, tf.scalar(1f))));
    assertEquals("RealDiv", left((tf, x) -> tf.div(tf.scalar(1f), x)));
    assertEquals("", left((tf, x) -> tf.sub(x, tf.scalar(0f))));
    assertEquals("AddV2", left((tf, x) -> tf.add(x, tf.scalar(0f))));
    assertEquals("", left((tf, x) -> tf.add(x, tf.scalar(-0f))));
    assertEquals("Sub", left((tf, x) -> tf.sub(x, tf.scalar(-0f))));
    assertEquals("", left((tf, x) -> tf.binary(Binary.F.POW, x, tf.scalar(1f))));
  }

  @Test
  void neutralOperandsStayWhereTheyChangeShapeOrType() {
    Tensor ones = Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1}, 7);
    assertEquals("", left((tf, x) -> tf.mul(x, tf.constant(ones))));
    assertEquals(
        "Mul", left((tf, x) -> tf.mul(x, tf.constant(ones.reshape(Shape.of(7, 1, 1, 1))))));
    assertEquals(
        "Mul",
        left(
            OpExample.floats(1, 3),
            Shape.of(-1, 3),
            (tf, x) -> tf.mul(x, tf.constant(Tensor.of(new float[] {1, 1}, 2, 1)))));
    assertEquals("Mul", left(OpExample.ints(3), Shape.of(3), (tf, x) -> tf.mul(x, tf.scalar(1f))));
    assertEquals("Mul", left(X, Shape.UNKNOWN, (tf, x) -> tf.mul(x, tf.scalar(1f))));
  }

  @Test
  void changesOfShapeMerge() {
    assertEquals("", left((tf, x) -> tf.reshape(x, -1, 3, 7)));
    assertEquals("Reshape", left((tf, x) -> tf.reshape(tf.reshape(x, -1, 21), -1, 7)));
    assertEquals("", left((tf, x) -> tf.reshape(tf.reshape(x, -1, 21), -1, 3, 7)));
    assertEquals("", left((tf, x) -> tf.reshape(x, tf.shapeOf(x))));
    assertEquals("", left((tf, x) -> tf.squeeze(tf.expandDims(x, 1), 1)));
    assertEquals("", left((tf, x) -> tf.squeeze(tf.expandDims(x, -1), 3)));
    assertEquals(
        "ExpandDims Squeeze",
        left(
            OpExample.floats(1, 3), Shape.of(1, 3), (tf, x) -> tf.squeeze(tf.expandDims(x, 2), 0)));
    // Two unknown lengths: the sizes could be exchanged.
    assertEquals(
        "Reshape",
        left(OpExample.floats(2, 0, 3), Shape.of(-1, 0, 3), (tf, x) -> tf.reshape(x, 4, 0, 3)));
  }

  @Test
  void permutationsCompose() {
    assertEquals("", left((tf, x) -> tf.transpose(x, 0, 1, 2)));
    assertEquals("", left((tf, x) -> tf.transpose(tf.transpose(x, 1, 2, 0), 2, 0, 1)));
    assertEquals("Transpose", left((tf, x) -> tf.transpose(tf.transpose(x, 1, 2, 0), 1, 2, 0)));
  }

  @Test
  void whatMovesNothingGoes() {
    int[][] none = {{0, 0}, {0, 0}, {0, 0}};
    assertEquals("", left((tf, x) -> tf.pad(x, none)));
    assertEquals("", left((tf, x) -> tf.padV2(x, none, 3f)));
    assertEquals("", left((tf, x) -> tf.tile(x, 1, 1, 1)));
    assertEquals("", left((tf, x) -> tf.concat(1, List.of(x))));
    assertEquals("", left((tf, x) -> tf.slice(x, new int[] {0, 0, 0}, new int[] {-1, 3, -1})));
    assertEquals("Slice", left((tf, x) -> tf.slice(x, new int[] {0, 0, 0}, new int[] {2, 3, 7})));
    assertEquals(
        "",
        left((tf, x) ->
            tf.stridedSlice(
                x, new int[] {0, 0}, new int[] {0, 3}, new int[] {1, 1}, 1, 1, 0, 0, 0)));
    assertEquals(
        "StridedSlice",
        left((tf, x) -> tf.stridedSlice(x, new int[] {0, 0}, new int[] {2, 3}, new int[] {1, 1})));
    assertEquals("", left((tf, x) -> tf.cast(x, DataType.FLOAT)));
    assertEquals("", left((tf, x) -> tf.op(new Identity(), x)));
    assertEquals(
        "",
        left(
            OpExample.floats(2, 3, 7, 1),
            Shape.of(-1, 3, 7, 1),
            (tf, x) -> tf.resizeNearest(x, 3, 7, false, true)));
  }

  @Test
  void knownPartsOfShapesAreConstants() {
    assertEquals("", left(X, X.shape(), (tf, x) -> tf.op(new ShapeOp(), x)));
    assertEquals("", left((tf, x) -> tf.op(new RankOp(), x)));
    assertEquals("", left((tf, x) -> tf.dim(x, -1)));
    assertEquals("Shape StridedSlice", left((tf, x) -> tf.dim(x, 0)));
    assertEquals(
        "",
        left((tf, x) -> {
          Value shape = tf.op(new ShapeOp(), x);
          Value inner =
              tf.stridedSlice(shape, new int[] {1}, new int[] {0}, new int[] {1}, 0, 1, 0, 0, 0);
          return tf.mul(inner, tf.ints(2, 2));
        }));
  }

  @Test
  void shapesOfValuesAreKnownInPart() {
    Tf tf = new Tf(GraphBuilder.simplifying());
    Value x = tf.op(new Placeholder(DataType.FLOAT, Shape.of(-1, 5, -1, 7)));
    Value doubled =
        tf.shapeVector(
            tf.dim(x, 0),
            tf.mul(tf.dim(x, 1), tf.scalar(2)),
            tf.mul(tf.dim(x, 2), tf.scalar(2)),
            tf.dim(x, 3));
    assertEquals(Shape.of(-1, 10, -1, 7), doubled.elements());
    Value filled = tf.op(new Fill(), tf.concat(0, List.of(doubled, tf.ints(3))), tf.scalar(0f));
    assertEquals(Shape.of(-1, 10, -1, 7, 3), filled.shape());
    Value open = tf.op(new Placeholder(DataType.INT32, Shape.of(3)));
    assertEquals(Shape.ofRank(3), open.elements());
    assertFalse(tf.op(new Placeholder(DataType.INT32, Shape.UNKNOWN)).elements().hasRank());
    Op reshape = new Reshape();
    assertEquals(
        Shape.of(-1, 21),
        tf.op(reshape, tf.op(new Placeholder(DataType.FLOAT, BATCH)), tf.ints(-1, 21)).shape());
  }
}
