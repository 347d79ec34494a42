package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A TensorFlow op that this vocabulary does not have: carried along word for word, of unknown
/// types.
///
/// @param op its name
/// @param attributes all its attributes, as the file has them
/// @param results how many results are in use
/// @param reason what is not known of an op whose name is, for people; empty for other names
public record UnknownOp(String op, Map<String, AttrValue> attributes, int results, String reason)
    implements AsSpelled {
  public UnknownOp {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  public UnknownOp(String op, Map<String, AttrValue> attributes, int results) {
    this(op, attributes, results, "");
  }

  @Override
  public String name() {
    return op;
  }

  @Override
  public boolean effect() {
    return true;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return Collections.nCopies(results, TensorType.UNKNOWN);
  }
}
