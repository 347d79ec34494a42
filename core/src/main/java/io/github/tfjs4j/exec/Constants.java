package io.github.tfjs4j.exec;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The constants of a model, each decoded once, and what kernels made of them once. What happens to
/// their files afterwards changes nothing.
///
/// A constant of which a kernel has made all that it needs is held as that alone, where nothing
/// else reads it, and made again of it where something does.
public final class Constants {
  /// What all nodes share.
  private static final class Shared {
    private final Map<TensorSource, Tensor> decoded = new IdentityHashMap<>();
    private final Map<TensorSource, Map<Object, Object>> packed = new IdentityHashMap<>();

    /// How those are had that may be let go, and what is left of them.
    private final Map<TensorSource, Supplier<Tensor>> again = new IdentityHashMap<>();

    private final Map<TensorSource, WeakReference<Tensor>> left = new IdentityHashMap<>();

    synchronized Tensor decoded(TensorSource source) {
      if (source instanceof Tensor t) {
        return t;
      }
      Tensor found = decoded.get(source);
      if (found != null || !again.containsKey(source)) {
        return found == null ? decoded.computeIfAbsent(source, TensorSource::tensor) : found;
      }
      WeakReference<Tensor> weak = left.get(source);
      found = weak == null ? null : weak.get();
      if (found == null) {
        found = again.get(source).get();
        left.put(source, new WeakReference<>(found));
      }
      return found;
    }

    synchronized Object packed(TensorSource source, Object how, Function<Tensor, Object> pack) {
      Map<Object, Object> known = packed.computeIfAbsent(source, _ -> new HashMap<>());
      Object found = known.get(how);
      if (found == null) {
        found = pack.apply(decoded(source));
        known.put(how, found);
      }
      return found;
    }

    synchronized void letGo(TensorSource source, Supplier<Tensor> how) {
      again.putIfAbsent(source, how);
      Tensor plain = decoded.remove(source);
      if (plain != null) {
        left.put(source, new WeakReference<>(plain));
      }
    }

    synchronized boolean holds(TensorSource source) {
      return decoded.containsKey(source);
    }
  }

  private final Shared shared;
  private final Map<TensorSource, Supplier<Tensor>> replaced = new IdentityHashMap<>();

  Constants() {
    this(new Shared());
  }

  private Constants(Shared shared) {
    this.shared = shared;
  }

  /// The same constants, for one kernel to be made.
  Constants forKernel() {
    return new Constants(shared);
  }

  /// Those that the kernel reads only as it has packed them.
  Set<TensorSource> replaced() {
    return Collections.unmodifiableSet(replaced.keySet());
  }

  /// Holds the [#replaced] ones as they are packed, if nothing else needs them as they are.
  ///
  /// @param read what else is read
  void letGoBut(Set<TensorSource> read) {
    replaced.forEach((source, again) -> {
      if (!read.contains(source)) {
        shared.letGo(source, again);
      }
    });
  }

  /// Whether the constant is held as it is, not only as kernels have packed it.
  boolean holds(TensorSource source) {
    return shared.holds(source);
  }

  Tensor decoded(TensorSource source) {
    return shared.decoded(source);
  }

  /// The value of an input of a node, where it is constant.
  public Optional<Tensor> of(Value v) {
    return v.constant().map(this::decoded);
  }

  /// A constant as a kernel wants it, made once for all plans of the model.
  ///
  /// @param how equal for what is packed the same way
  /// @param pack makes it; the same type for the same `how`
  public <T> Optional<T> packed(Value v, Object how, Function<Tensor, T> pack) {
    return v.constant().map(source -> packed(source, how, pack));
  }

  private <T> T packed(TensorSource source, Object how, Function<Tensor, T> pack) {
    @SuppressWarnings("unchecked") // what was put there under this key
    T found = (T) shared.packed(source, how, pack::apply);
    return found;
  }

  /// As [#packed], for a kernel that reads the constant in no other form.
  ///
  /// @param unpack gives the elements as they were
  public <T> Optional<T> replaced(
      Value v, Object how, Function<Tensor, T> pack, Function<T, float[]> unpack) {
    return v.constant()
        .map(source -> {
          T found = packed(source, how, pack);
          replaced.put(source, () -> Tensor.of(unpack.apply(found), source.shape()));
          return found;
        });
  }
}
