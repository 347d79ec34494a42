package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.LookupTable;
import io.github.tfjs4j.tensor.LookupTable.Contents;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What fills a hash table and what reads one. The first input is the handle that [HashTable]
/// gives.
public record LookupTableOp(F f) implements Op {
  /// The functions.
  public enum F {
    /// `(table, keys, values)`: makes the entries of the table `keys[i]` to row `i` of `values`, of
    /// equal keys the last, and gives the table.
    IMPORT("LookupTableImportV2", "LookupTableImport", Kind.TABLE, Kind.ANY, Kind.ANY),
    /// The same.
    INITIALIZE("InitializeTableV2", "InitializeTable", Kind.TABLE, Kind.ANY, Kind.ANY),
    /// `(table, keys, default)`: the values of all keys, `default` for those that it has not; as in
    /// TF.js in one row, whatever the shape of the keys.
    FIND("LookupTableFindV2", "LookupTableFind", Kind.TABLE, Kind.ANY, Kind.ANY),
    /// `(table)`: how many entries it has.
    SIZE("LookupTableSizeV2", "LookupTableSize", Kind.TABLE);

    private final String tfName;
    private final String old;
    private final Operands operands;

    F(String tfName, String old, Kind... kinds) {
      this.tfName = tfName;
      this.old = old;
      this.operands = Operands.of(kinds);
    }
  }

  static List<OpDef<LookupTableOp>> defs() {
    return Arrays.stream(F.values()).map(LookupTableOp::def).toList();
  }

  private static OpDef<LookupTableOp> def(F f) {
    OpDef<LookupTableOp> def =
        OpDef.constant(new LookupTableOp(f), LookupTableOp.class).alias(f.old);
    return switch (f) {
      case IMPORT, FIND -> def.type("Tin", 1).type("Tout", 2);
      case INITIALIZE -> def.type("Tkey", 1).type("Tval", 2);
      case SIZE -> def;
    };
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public boolean pure() {
    return false;
  }

  @Override
  public boolean effect() {
    return f == F.IMPORT || f == F.INITIALIZE;
  }

  @Override
  public Operands operands() {
    return f.operands;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(
        switch (f) {
          case IMPORT, INITIALIZE -> HashTable.HANDLE;
          case SIZE -> TensorType.of(DataType.INT32);
          case FIND -> {
            Shape keys = inputs.get(1).shape();
            Shape row = Shape.of(keys.isFullyDefined() ? keys.size() : Shape.UNKNOWN_DIM);
            yield inputs.get(2).type().withShape(row.concat(inputs.get(2).shape()));
          }
        });
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    LookupTable table = inputs.get(0).table();
    if (f == F.SIZE) {
      return List.of(Tensor.scalar(table.contents().rows().size()));
    }
    Tensor keys = inputs.get(1);
    Tensor values = inputs.get(2);
    if (keys.type() != table.keys() || values.type() != table.values()) {
      throw new ShapeException("this is a " + table + ", but given are " + keys + " and " + values);
    }
    if (f == F.FIND) {
      return List.of(find(table.contents(), keys, values));
    }
    fill(table, keys, values);
    return List.of(inputs.get(0));
  }

  private static void fill(LookupTable table, Tensor keys, Tensor values) {
    if (values.shape().rank() == 0 || values.shape().dim(0) != keys.size()) {
      throw new ShapeException("there are " + keys.size() + " keys, but values " + values.shape());
    }
    Map<Object, Integer> rows = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      rows.put(Keys.of(keys, i), i);
    }
    table.replace(new Contents(rows, values));
  }

  private static Tensor find(Contents contents, Tensor keys, Tensor byDefault) {
    Tensor values = contents.values();
    Shape each = byDefault.shape();
    if (!contents.rows().isEmpty() && !values.shape().sub(1, values.shape().rank()).equals(each)) {
      throw new ShapeException(
          "the default is as large as a value, but it is " + each + " for " + values.shape());
    }
    Shape shape = Shape.of(keys.size()).concat(each);
    int width = each.size();
    Elements found = Elements.make(byDefault.type(), shape);
    for (int i = 0; i < keys.size(); i++) {
      Integer row = contents.rows().get(Keys.of(keys, i));
      if (row == null) {
        found.copy(i * width, Elements.of(byDefault), 0, width);
      } else {
        found.copy(i * width, Elements.of(values), row * width, width);
      }
    }
    return found.tensor(shape);
  }
}
