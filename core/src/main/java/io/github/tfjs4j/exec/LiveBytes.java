package io.github.tfjs4j.exec;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// How many bytes the tensors of a run take, counting once what several of them share.
final class LiveBytes {
  private final long most;
  private final Map<Object, Integer> holders = new IdentityHashMap<>();
  private long live;

  LiveBytes(long most) {
    this.most = most;
  }

  /// @throws LimitException where tensors of these types, as far as that is known, do not fit
  ///   beside those that there are: asked before their memory is taken
  void require(List<TensorType> types) {
    long wanted = 0;
    for (TensorType type : types) {
      long bytes = type.shape().isFullyDefined() ? type.bytes() : 0;
      wanted = bytes > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + bytes;
    }
    if (wanted > most - live) {
      throw tooLarge(types.size() == 1 ? types.getFirst().toString() : types.toString());
    }
  }

  /// Counts memory that is no tensor of its own, until [#give].
  ///
  /// @throws LimitException where it does not fit beside the tensors that there are
  void take(long bytes, String what) {
    if (bytes > most - live) {
      throw tooLarge(what);
    }
    live += bytes;
  }

  void give(long bytes) {
    live -= bytes;
  }

  void hold(Tensor t) {
    if (holders.merge(t.storage(), 1, Integer::sum) == 1) {
      live += t.bytes();
      if (live > most) {
        throw tooLarge(new TensorType(t.type(), t.shape()).toString());
      }
    }
  }

  boolean isHeld(Tensor t) {
    return holders.containsKey(t.storage());
  }

  void release(Tensor t) {
    if (holders.merge(t.storage(), -1, Integer::sum) == 0) {
      holders.remove(t.storage());
      live -= t.bytes();
    }
  }

  private LimitException tooLarge(String result) {
    return new LimitException(
        "the result "
            + LimitException.quoted(result)
            + " does not fit beside "
            + live
            + " bytes of other tensors: a run may hold "
            + most
            + " bytes; more memory (-Xmx) or RunLimits.withBytes raises that");
  }
}
