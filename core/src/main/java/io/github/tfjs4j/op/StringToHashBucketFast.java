package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// The fingerprint of every string, see [Fingerprint], modulo `buckets`: as in TF.js the lower 32
/// bits of it.
public record StringToHashBucketFast(long buckets) implements Op {
  static final OpDef<StringToHashBucketFast> DEF =
      OpDef.named(
              "StringToHashBucketFast",
              StringToHashBucketFast.class,
              a -> new StringToHashBucketFast(a.l("num_buckets", 1)))
          .attr("num_buckets", o -> new AttrValue.I(o.buckets));

  public StringToHashBucketFast {
    if (buckets < 1) {
      throw new ShapeException("there is at least 1 bucket, found num_buckets " + buckets);
    }
  }

  @Override
  public String name() {
    return "StringToHashBucketFast";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.TEXT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(DataType.INT32, inputs.getFirst().shape()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    byte[][] strings = inputs.getFirst().rawStrings();
    int[] out = new int[strings.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) Long.remainderUnsigned(Fingerprint.of(strings[i]), buckets);
    }
    return List.of(Tensor.adopt(out, inputs.getFirst().shape()));
  }
}
