/// The vocabulary: TensorFlow's ops, one record or family a file, with their spelling, shape rule,
/// local algebra and reference meaning side by side. [Ops] lists them, [Tf] is how a graph is built
/// of them. What passes and readers have to know of an op is a fact of the op or of its definition,
/// see [io.github.tfjs4j.graph.Op] and [io.github.tfjs4j.graph.OpDef].
///
/// `Softmax` is the file to imitate for an op, `Unary` for a family. Loops that several ops share
/// are in [Walk], [Elements], [Convolution] and [MatrixProduct]. Nothing here knows passes, layers,
/// files or kernels.
package io.github.tfjs4j.op;
