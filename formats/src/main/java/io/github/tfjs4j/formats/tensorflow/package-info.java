/// TensorFlow's SavedModels, frozen graphs and Hub modules.
///
/// A file is read as protobuf messages ([io.github.tfjs4j.formats.tensorflow.Messages]); a
/// SavedModel becomes one graph without functions and variables
/// ([io.github.tfjs4j.formats.tensorflow.Flattening]), as
/// [io.github.tfjs4j.format.graphdef.GraphDef] has it: what follows is the same for all formats.
package io.github.tfjs4j.formats.tensorflow;
