package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;

/// An input of a model. It is lowered by the model around it, which knows what it stands for: a
/// placeholder, or a value of the outer model. Only where a sequential model holds one behind its
/// first layer does it have an input, which it hands on.
public final class InputLayer implements Layer {
  @Override
  public String className() {
    return "InputLayer";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    return call.keepingMask(call.input());
  }

  /// The declared type: `batch_input_shape` (Keras 3: `batch_shape`), whose nulls are unknown, of
  /// unknown rank where there is none; and `dtype`, in which floats of any width are float32 and
  /// integers int32, as TF.js has no others.
  public static TensorType type(Config config) {
    for (String key : new String[] {"sparse", "ragged"}) {
      if (config.b(key, false)) {
        throw new UnsupportedModelException(
            config.layer() + " is " + key + ", only dense inputs can be converted");
      }
    }
    return new TensorType(dtype(config), shape(config));
  }

  private static Shape shape(Config config) {
    String key = config.has("batch_input_shape") ? "batch_input_shape" : "batch_shape";
    if (!config.has(key)) {
      return Shape.UNKNOWN;
    }
    Tree json = config.get(key);
    if (!json.isList()) {
      throw config.wrong(key, "a list of dimensions");
    }
    int[] dims = new int[json.size()];
    for (int i = 0; i < dims.length; i++) {
      Tree dim = json.path(i);
      if (!dim.isNull() && !(dim.isWhole() && dim.isInt() && dim.intValue() >= -1)) {
        throw config.wrong(key, "a list of dimensions, each a number or null");
      }
      dims[i] = dim.isNull() ? Shape.UNKNOWN_DIM : dim.intValue();
    }
    return Shape.of(dims);
  }

  private static DataType dtype(Config config) {
    Tree json = config.get("dtype");
    // Keras 3 writes a policy, {"class_name": "DTypePolicy", "config": {"name": "float32"}}.
    String name =
        json.isObject()
            ? json.path("config").path("name").string("float32")
            : config.s("dtype", "float32");
    return switch (name) {
      case "float32",
          "float16",
          "bfloat16",
          "float64",
          "half",
          "double",
          "mixed_float16",
          "mixed_bfloat16" ->
          DataType.FLOAT;
      case "int32", "int64", "int8", "uint8", "int16", "uint16", "uint32", "uint64" ->
          DataType.INT32;
      case "bool" -> DataType.BOOL;
      case "string" -> DataType.STRING;
      case "complex64" -> DataType.COMPLEX64;
      default -> throw config.wrong("dtype", "a type such as float32 or int32");
    };
  }
}
