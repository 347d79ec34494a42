/// TensorFlow's `GraphDef` as data, and its way to a graph and back:
/// [io.github.tfjs4j.format.graphdef.GraphDefReader] and
/// [io.github.tfjs4j.format.graphdef.GraphDefWriter] are the entry types. Formats bring the codecs
/// that spell it in files; nothing here knows of one.
package io.github.tfjs4j.format.graphdef;
