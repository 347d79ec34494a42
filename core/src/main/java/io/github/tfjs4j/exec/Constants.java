package io.github.tfjs4j.exec;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The constants of a model, each decoded once, and what kernels made of them once. What happens to
/// their files afterwards changes nothing.
public final class Constants {
  private final Map<TensorSource, Tensor> decoded = new IdentityHashMap<>();
  private final Map<TensorSource, Map<Object, Object>> packed = new IdentityHashMap<>();

  synchronized Tensor decoded(TensorSource source) {
    return decoded.computeIfAbsent(source, TensorSource::tensor);
  }

  /// The value of an input of a node, where it is constant.
  public Optional<Tensor> of(Value v) {
    return v.constant().map(this::decoded);
  }

  /// A constant as a kernel wants it, made once for all plans of the model.
  ///
  /// @param how equal for what is packed the same way
  /// @param pack makes it; the same type for the same `how`
  public synchronized <T> Optional<T> packed(Value v, Object how, Function<Tensor, T> pack) {
    return v.constant()
        .map(source -> {
          Map<Object, Object> known = packed.computeIfAbsent(source, _ -> new HashMap<>());
          @SuppressWarnings("unchecked") // what was put there under this key
          T found = (T) known.get(how);
          if (found == null) {
            found = pack.apply(decoded(source));
            known.put(how, found);
          }
          return found;
        });
  }
}
