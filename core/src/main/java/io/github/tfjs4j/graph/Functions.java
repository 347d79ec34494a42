package io.github.tfjs4j.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// The one walk into functions: a function that is called from many places is one graph, and is
/// visited once.
final class Functions {
  private record Frame(Graph graph, Iterator<Graph> calls) {
    static Frame of(Graph graph) {
      List<Graph> calls = new ArrayList<>();
      for (Node node : graph.nodes()) {
        calls.addAll(node.op().functions().values());
      }
      return new Frame(graph, calls.iterator());
    }
  }

  private Functions() {}

  /// `graph` and what it calls, callers before callees.
  static List<Graph> of(Graph graph) {
    List<Graph> calleesFirst = new ArrayList<>();
    Set<Graph> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Frame> open = new ArrayDeque<>();
    seen.add(graph);
    open.push(Frame.of(graph));
    while (!open.isEmpty()) {
      Frame top = open.peek();
      if (top.calls().hasNext()) {
        Graph next = top.calls().next();
        if (seen.add(next)) {
          open.push(Frame.of(next));
        }
      } else {
        calleesFirst.add(open.pop().graph());
      }
    }
    return List.copyOf(calleesFirst.reversed());
  }
}
