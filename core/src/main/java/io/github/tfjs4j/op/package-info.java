/// The vocabulary: TensorFlow's ops, one record or family a file, with their spelling, shape rule,
/// local algebra and reference meaning side by side. [Ops] lists them, [Tf] is how a graph is built
/// of them, [ShapeValue] is what is known of shapes that are computed in the graph.
///
/// `Conv2D` is the file to imitate for an op, `Unary` for a family. Loops that several ops share
/// are in [Walk], [Elements], [Convolution] and [MatrixProduct]. Nothing here knows passes, layers,
/// files or kernels.
package io.github.tfjs4j.op;
