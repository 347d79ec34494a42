package io.github.tfjs4j.op;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.LookupTable;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// A hash table: the same one for all nodes of one name in the graphs of a model, whatever is run
/// and how often. It has no entries until something imports them.
///
/// @param keys the type of its keys, as the file has it
/// @param values the type of its values, as the file has it
/// @param sharedName by which TensorFlow shares it
/// @param node the name of the node in its file, by which TF.js shares it; empty where it comes
///   from no file
public record HashTable(DataType keys, DataType values, String sharedName, String node)
    implements Op {
  static final OpDef<HashTable> DEF =
      OpDef.named(
              "HashTableV2",
              HashTable.class,
              a ->
                  new HashTable(
                      a.type("key_dtype", DataType.STRING),
                      a.type("value_dtype", DataType.FLOAT),
                      a.s("shared_name", ""),
                      ""))
          .alias("HashTable")
          .attr("key_dtype", t -> new AttrValue.Type(t.keys))
          .attr("value_dtype", t -> new AttrValue.Type(t.values))
          .s("shared_name", HashTable::sharedName)
          .ignores("container", "use_node_name_sharing");

  static final TensorType HANDLE = new TensorType(DataType.RESOURCE, Shape.SCALAR);

  public HashTable {
    boolean fits =
        switch (keys.runtime()) {
          case STRING, INT32, FLOAT, BOOL -> true;
          default -> false;
        };
    if (!fits) {
      throw new UnsupportedModelException("there are no tables of keys of type " + keys.tfName());
    }
  }

  @Override
  public String name() {
    return "HashTableV2";
  }

  @Override
  public boolean pure() {
    return false;
  }

  @Override
  public Operands operands() {
    return Operands.NONE;
  }

  @Override
  public HashTable named(String name) {
    return new HashTable(keys, values, sharedName, name);
  }

  /// What the tables of a model are told apart by.
  public String key() {
    return node.isEmpty() ? sharedName : node;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(HANDLE);
  }

  /// A table without entries.
  public LookupTable make() {
    return new LookupTable(keys.runtime(), values.runtime());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(Tensor.of(make()));
  }
}
