package io.github.tfjs4j.tensor;

/// Something that has a type and a shape and can be had as a [Tensor]: a tensor itself, or one as a
/// file stores it.
public sealed interface TensorSource permits Tensor, StoredTensor {
  /// The element type after decoding.
  DataType type();

  /// The shape, always fully defined.
  Shape shape();

  /// The values. A stored tensor decodes anew at each call.
  Tensor tensor();

  /// The same elements under another shape of the same size; the bytes are shared.
  TensorSource reshape(Shape shape);
}
