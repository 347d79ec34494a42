/// Keras topologies: [io.github.tfjs4j.keras.Topology] reads the description of a LayersModel into
/// a graph of [io.github.tfjs4j.keras.KerasLayer] nodes, [io.github.tfjs4j.keras.Lowering] makes
/// ops of them, with one [io.github.tfjs4j.keras.Layer] a class, listed in
/// [io.github.tfjs4j.keras.Layers] or defined in a file ([io.github.tfjs4j.keras.CustomLayers]).
///
/// It knows JSON and names of weights, but no files of models and nothing of how a graph is
/// optimised or run.
package io.github.tfjs4j.keras;
