package io.github.tfjs4j.graph;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tree.Tree;
import java.util.List;

/// The value of an attribute as `NodeDef` knows it, apart from any file's spelling. Typed ops have
/// record components instead; only their [OpDef] and the ops that we do not know speak in these.
public sealed interface AttrValue {
  /// As the text form writes it, for messages.
  default String text() {
    return this instanceof Body ? "a function" : TextForm.print(this);
  }

  record I(long value) implements AttrValue {}

  record F(float value) implements AttrValue {}

  record B(boolean value) implements AttrValue {}

  /// A string; its bytes are UTF-8.
  record S(String value) implements AttrValue {}

  record Type(DataType value) implements AttrValue {}

  record Dims(Shape value) implements AttrValue {}

  record Ints(List<Long> values) implements AttrValue {}

  record Floats(List<Float> values) implements AttrValue {}

  record Bools(List<Boolean> values) implements AttrValue {}

  record Strings(List<String> values) implements AttrValue {}

  record Types(List<DataType> values) implements AttrValue {}

  record Shapes(List<Shape> values) implements AttrValue {}

  /// An empty list: a file does not say of what.
  record EmptyList() implements AttrValue {}

  /// The name of a function of the graph's library.
  record Func(String name) implements AttrValue {}

  /// A function itself: what an op holds. In a file it stands under a name, as [Func].
  record Body(Graph function) implements AttrValue {}

  /// Anything else, as the proto3 JSON of `AttrValue` has it: tensors, bytes that are no text.
  record Other(Tree tree) implements AttrValue {}
}
