package io.github.tfjs4j;

/// What a model may come to when it is written out. A file of a kilobyte can name a model in a
/// model a million times, or a tensor of a terabyte: its size says nothing about the work in it, so
/// whatever grows is counted while it does, and never for more than this.
///
/// @param nodes graph nodes
/// @param bytes bytes of the constants that are made of numbers in a config, and of text
public record Budget(long nodes, long bytes) {
  /// Nodes for which a layer's call is taken before it is lowered: most make about as many.
  private static final long NODES_OF_A_CALL = 10;

  private static final long MOST_BYTES = 4L << 30;

  /// Enough for any model that a browser could run: two million nodes, and as many bytes as lie in
  /// half of the memory that this program was given, at most 4 GiB.
  public static final Budget DEFAULT =
      new Budget(2_000_000, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 2));

  public Budget {
    if (nodes < 1 || bytes < 1) {
      throw new IllegalArgumentException("a budget of " + nodes + " nodes and " + bytes + " bytes");
    }
  }

  public Budget withNodes(long most) {
    return new Budget(most, bytes);
  }

  public Budget withBytes(long most) {
    return new Budget(nodes, most);
  }

  /// A count that begins at nothing.
  public Meter meter() {
    return new Meter(this);
  }

  /// What has been spent so far, by one thread.
  public static final class Meter {
    private final Budget budget;
    private long calls;
    private long nodes;
    private long bytes;

    private Meter(Budget budget) {
      this.budget = budget;
    }

    public Budget budget() {
      return budget;
    }

    /// Counts calls of layers, before they are lowered.
    ///
    /// @throws LimitException where their nodes will be too many together
    public void calls(long more) {
      calls = sum(calls, more);
      if (calls > Math.ceilDiv(budget.nodes, NODES_OF_A_CALL)) {
        throw new LimitException(
            "the model calls layers more than "
                + Math.ceilDiv(budget.nodes, NODES_OF_A_CALL)
                + " times when all that repeats in it is written out, which is more than "
                + budget.nodes
                + " nodes; --max_nodes=N allows more");
      }
    }

    /// Counts nodes that are made.
    ///
    /// @throws LimitException where they are too many together
    public void nodes(long more) {
      nodes = sum(nodes, more);
      if (nodes > budget.nodes) {
        throw new LimitException(
            "the model has more than "
                + budget.nodes
                + " nodes when all that repeats in it is written out; --max_nodes=N allows more");
      }
    }

    /// Counts bytes, before memory is taken for them.
    ///
    /// @throws LimitException where they are too many together
    public void bytes(long more) {
      bytes = sum(bytes, more);
      if (bytes > budget.bytes) {
        throw new LimitException(
            "the model asks for more than "
                + budget.bytes
                + " bytes of constants that its files do not hold; --max_bytes=N allows more");
      }
    }

    private static long sum(long spent, long more) {
      return more > Long.MAX_VALUE - spent ? Long.MAX_VALUE : spent + more;
    }
  }
}
