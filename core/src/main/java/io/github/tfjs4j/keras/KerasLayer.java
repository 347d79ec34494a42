package io.github.tfjs4j.keras;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.util.Collections;
import java.util.List;

/// One call of a layer that has not been lowered. A layer that is called twice is two nodes with
/// the same layer name, and so with the same weights.
///
/// @param className as the topology spells it, `Dense`
/// @param layer the layer's name
/// @param config the layer's config, untouched, in the on-disk snake_case
/// @param arguments of this call, as [Arguments] reads them, an empty object for none
/// @param results how many results of the call are used
/// @param semantics whose numbers are meant
public record KerasLayer(
    String className, String layer, Tree config, Tree arguments, int results, Semantics semantics)
    implements Op {
  @Override
  public String name() {
    return className;
  }

  @Override
  public boolean pure() {
    return false;
  }

  @Override
  public boolean foreign() {
    return true;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return Collections.nCopies(results, TensorType.UNKNOWN);
  }
}
