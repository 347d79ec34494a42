package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.HashTable;
import io.github.tfjs4j.op.LookupTableOp;
import io.github.tfjs4j.op.StringToHashBucketFast;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The places of strings in a [Vocabulary], found in a hash table; with `invert` the way back.
public final class StringLookupLayer implements Layer {
  private static final int NOWHERE = -1;

  @Override
  public String className() {
    return "StringLookup";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Vocabulary<String> vocabulary =
        Vocabulary.of(call.config(), Tree::string, "a list of strings", "[UNK]");
    Value x = call.input();
    if (call.config().b("invert", false)) {
      List<String> all = vocabulary.all();
      int[] places = IntStream.range(0, all.size()).toArray();
      Value table = table(call, DataType.INT32, tf.ints(places), DataType.STRING, strings(tf, all));
      Value other = tf.reshape(strings(tf, List.of(vocabulary.other())));
      return Lowered.unmasked(found(tf, table, tf.cast(x, DataType.INT32), other));
    }
    if (x.dataType() != DataType.STRING) {
      throw new ShapeException("takes strings, found " + x.type());
    }
    List<String> keys = new ArrayList<>(vocabulary.tokens());
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      places.add(vocabulary.firstToken() + i);
    }
    vocabulary
        .mask()
        .ifPresent(mask -> {
          keys.add(mask);
          places.add(vocabulary.maskedPlace());
        });
    Value table =
        table(
            call,
            DataType.STRING,
            strings(tf, keys),
            DataType.INT32,
            tf.ints(places.stream().mapToInt(Integer::intValue).toArray()));
    boolean hashed = vocabulary.others() > 1;
    int other = vocabulary.others() == 1 ? vocabulary.firstOther() : NOWHERE;
    Value y = found(tf, table, x, tf.scalar(other));
    if (hashed) {
      if (call.config().has("salt")) {
        throw call.config().wrong("salt", "null: no op of TF.js knows it");
      }
      Value bucket = tf.op(new StringToHashBucketFast(vocabulary.others()), x);
      Value unknown = tf.compare(Compare.F.EQUAL, y, tf.scalar(NOWHERE));
      y = tf.select(unknown, tf.add(bucket, tf.scalar(vocabulary.firstOther())), y);
    }
    return vocabulary.encoded(call, y);
  }

  /// A table that is filled before it is read.
  private static Value table(
      LayerCall call, DataType keyType, Value keys, DataType valueType, Value values) {
    Tf tf = call.tf();
    String name = call.unique("table");
    Value table = tf.to().named(name, tf.op(new HashTable(keyType, valueType, name, "")));
    return tf.op(new LookupTableOp(LookupTableOp.F.IMPORT), table, keys, values);
  }

  /// What is found for each key, which the op gives in one row.
  private static Value found(Tf tf, Value table, Value keys, Value other) {
    Value row = tf.op(new LookupTableOp(LookupTableOp.F.FIND), table, keys, other);
    return tf.reshape(row, tf.shapeOf(keys));
  }

  private static Value strings(Tf tf, List<String> strings) {
    byte[][] bytes =
        strings.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    return tf.constant(Tensor.ofStrings(bytes, Shape.of(bytes.length)));
  }
}
