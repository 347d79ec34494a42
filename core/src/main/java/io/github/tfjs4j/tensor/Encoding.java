package io.github.tfjs4j.tensor;

/// How the bytes of a [StoredTensor] stand for values. The ones of this package are those that
/// formats share; a format with one of its own implements it. A writer puts bytes back as they are
/// where its format has the encoding, and writes the decoded values where it has not.
public interface Encoding {
  /// The type of the values, once decoded: `FLOAT`, `INT32`, `BOOL`, `STRING` or `COMPLEX64`.
  DataType type();

  /// Bytes of one element; 0 where that is not fixed.
  int size();

  /// What it is called: `float32`, `uint8 (of float32)`.
  String label();

  /// The values.
  ///
  /// @param bytes all of the tensor, of the size that the shape asks for
  /// @throws io.github.tfjs4j.ModelException where a value is none of [#type]
  Tensor decode(Bytes bytes, Shape shape);
}
