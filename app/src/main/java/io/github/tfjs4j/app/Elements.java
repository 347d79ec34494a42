package io.github.tfjs4j.app;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/// Makes tensors of what files hold, in the type that an input takes.
final class Elements {
  private Elements() {}

  /// @param value of each element in row-major order
  /// @throws FormatException where the type is none of numbers, or is int32 and a value is not
  static Tensor numbers(DataType type, Shape shape, IntToDoubleFunction value) {
    return switch (type) {
      case FLOAT -> {
        float[] data = new float[shape.size()];
        for (int i = 0; i < data.length; i++) {
          data[i] = (float) value.applyAsDouble(i);
        }
        yield Tensor.adopt(data, shape);
      }
      case INT32 -> {
        int[] data = new int[shape.size()];
        for (int i = 0; i < data.length; i++) {
          double number = value.applyAsDouble(i);
          data[i] = (int) number;
          if (data[i] != number) {
            throw new FormatException("the input takes int32, but holds " + number);
          }
        }
        yield Tensor.adopt(data, shape);
      }
      case BOOL -> {
        byte[] data = new byte[shape.size()];
        for (int i = 0; i < data.length; i++) {
          data[i] = (byte) (value.applyAsDouble(i) == 0 ? 0 : 1);
        }
        yield Tensor.adoptBools(data, shape);
      }
      case STRING -> throw new FormatException("the input takes strings, the file holds numbers");
      default ->
          throw new FormatException("inputs of type " + type.jsName() + " are not read from files");
    };
  }

  /// @param value of each element in row-major order
  /// @throws FormatException where the type is another
  static Tensor strings(DataType type, Shape shape, IntFunction<byte[]> value) {
    if (type != DataType.STRING) {
      throw new FormatException("the input takes " + type.jsName() + ", the file holds strings");
    }
    byte[][] data = new byte[shape.size()][];
    for (int i = 0; i < data.length; i++) {
      data[i] = value.apply(i);
    }
    return Tensor.adoptStrings(data, shape);
  }
}
