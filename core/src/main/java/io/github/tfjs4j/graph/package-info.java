/// The one data structure between a file and a result, and what every op and pass is written
/// against.
///
/// Begin with [io.github.tfjs4j.graph.Graph] and [io.github.tfjs4j.graph.Node]. A
/// [io.github.tfjs4j.graph.GraphBuilder] makes nodes; a [io.github.tfjs4j.graph.Copier] builds a
/// graph again, which is all that a rewrite, an inlined function or a graph under other input types
/// is. [io.github.tfjs4j.graph.Graph#graphs] is the one walk into functions. A
/// [io.github.tfjs4j.graph.TextForm] prints and parses, a [io.github.tfjs4j.graph.Verifier] holds a
/// graph to its [io.github.tfjs4j.graph.Stage].
///
/// What an [io.github.tfjs4j.graph.Op] is and how its [io.github.tfjs4j.graph.OpDef] spells it is
/// said here, but this package knows no op: those of a [io.github.tfjs4j.graph.Vocabulary] are
/// given to it.
package io.github.tfjs4j.graph;
