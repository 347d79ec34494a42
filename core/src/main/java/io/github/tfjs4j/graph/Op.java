package io.github.tfjs4j.graph;

import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a node does. An op is a value: a record or an enum constant whose components are its
/// attributes, so equal ops on equal inputs are the same node in a simplifying builder.
public interface Op {
  /// TensorFlow's name of the op, `MatMul`.
  String name();

  /// Whether equal inputs always give equal results and nothing else happens.
  default boolean pure() {
    return true;
  }

  /// Whether the op is one that we know: foreign ops (layers that have not been lowered, unknown
  /// TensorFlow ops) pass through the graph but have no types and cannot be evaluated.
  default boolean foreign() {
    return false;
  }

  /// Whether the op does something besides giving its results, such as filling a table: it must run
  /// even if nobody reads it, so every graph that is built keeps it. An op that calls functions
  /// does what they do.
  default boolean effect() {
    return functions().values().stream().anyMatch(Graph::hasEffects);
  }

  /// Whether element `i` of the one result depends on nothing but the elements of the operands that
  /// stand at `i` when all are broadcast against each other.
  default boolean elementwise() {
    return false;
  }

  /// Whether the results hold nothing but elements of input 0, each unchanged: reordered, repeated
  /// or dropped.
  default boolean movesValues() {
    return keepsOrder();
  }

  /// Whether the one result holds all elements of input 0, unchanged and in the same row-major
  /// order.
  default boolean keepsOrder() {
    return false;
  }

  /// Whether the op takes no time to speak of when a model runs.
  default boolean free() {
    return keepsOrder();
  }

  /// Axes of inputs that have the length of one axis of the one result: where all of them are of
  /// one length, whatever the model is fed, so is that axis. Empty where there is none to name.
  default List<Axis> sameLength(Node node, int axis) {
    return List.of();
  }

  /// How many values, from 0 on, the elements of input `input` may have, which the op takes for
  /// indices; empty where it does not, or takes any.
  default OptionalInt indexBound(Node node, int input) {
    return OptionalInt.empty();
  }

  /// How many products the op sums up in all, where it is one of those that do nothing else to
  /// speak of: of matrices, convolutions. 0 for all others; empty where shapes do not tell.
  default OptionalLong multiplyAdds(Node node) {
    return OptionalLong.of(0);
  }

  /// How many inputs the op takes, and of which element types.
  default Operands operands() {
    return Operands.FREE;
  }

  /// As [#infer], of inputs that are held to [#operands] first.
  default List<TensorType> types(List<Value> inputs) {
    operands().check(inputs);
    return infer(inputs);
  }

  /// What is known, before anything runs, of the elements of the one result where that is int32 and
  /// of rank 0 or 1, such as a shape or a part of one: seen as a shape, in which elements that are
  /// unknown, or the -1 of a `Reshape`, are unknown dimensions. Of unknown rank where nothing is
  /// known. Asked once, when a node is made, after [#infer].
  default Shape elements(List<Value> inputs) {
    return Shape.UNKNOWN;
  }

  /// The types of the results, one a result; the list is never changed. Inputs are as [#operands]
  /// says, but may be partly unknown; constant inputs can be looked at through [Value#constant].
  ///
  /// @throws io.github.tfjs4j.ShapeException where the inputs do not fit the op
  List<TensorType> infer(List<Value> inputs);

  /// Local algebra: a value that is always equal to result 0 of this op on these inputs (NaN, Inf
  /// and -0.0 included) and cheaper, or empty. Called by the simplifying builder for ops with one
  /// result, before it makes a node.
  default Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return Optional.empty();
  }

  /// The reference meaning: plain, correct, in the numbers of TF.js' cpu backend (products
  /// accumulate in double).
  default List<Tensor> evaluate(List<Tensor> inputs) {
    throw new UnsupportedOperationException(name() + " has no reference evaluation");
  }

  /// The functions that the op calls, by the attribute that names each in a file: loop bodies,
  /// branches. A function is a graph that reads nothing of the graph around it; its arguments are
  /// its inputs, in order. Passes and writers walk into it.
  default Map<String, Graph> functions() {
    return Map.of();
  }

  /// The same op calling other functions.
  ///
  /// @param functions one for each of [#functions], which takes and gives as many values
  default Op withFunctions(Map<String, Graph> functions) {
    return this;
  }

  /// The same op calling functions that know what is known of these inputs.
  default Op typed(List<Value> inputs) {
    return this;
  }

  /// The same op at a node that has this name in its file, which says for some what they share.
  default Op named(String node) {
    return this;
  }

  /// For an op whose result is given from outside: the same op with a result of this type. Empty
  /// for all others, whose results follow from their inputs.
  default Optional<Op> withType(TensorType type) {
    return Optional.empty();
  }

  /// The value of an op that is a constant.
  default Optional<TensorSource> constant() {
    return Optional.empty();
  }
}
