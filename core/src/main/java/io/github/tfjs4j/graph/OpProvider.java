package io.github.tfjs4j.graph;

import java.util.List;

/// Brings a user's own ops: a service, named in a file
/// `META-INF/services/io.github.tfjs4j.graph.OpProvider` on the class path. Asked for names that
/// are not in the vocabulary.
public interface OpProvider {
  List<OpDef<?>> ops();
}
