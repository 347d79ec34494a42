package io.github.tfjs4j.exec;

import io.github.tfjs4j.op.Unary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;

/// Functions that another module computes faster than a loop over elements does, to the same bits.
///
/// @param name of all of them together
/// @param warmUp as of [Kernel.Maker#warmUp]
public record RowFunctions(
    String name, Map<Unary.F, RowFunction> all, Optional<BooleanSupplier> warmUp) {

  public RowFunctions {
    all = Map.copyOf(all);
  }

  /// Those that there are, found when the first is asked for.
  private static final class Found {
    static final List<RowFunctions> ALL =
        ServiceLoader.load(KernelProvider.class, KernelProvider.class.getClassLoader()).stream()
            .flatMap(provider -> provider.get().functions().stream())
            .toList();
  }

  /// The fastest way to compute a function.
  ///
  /// @param portable for where no module has it, and until that is warm
  public static RowFunction of(Unary.F f, RowFunction portable) {
    for (RowFunctions some : Found.ALL) {
      RowFunction fast = some.all.get(f);
      if (fast != null) {
        return WarmUp.of(some, some.warmUp)
            .filter(first -> !first.isDone())
            .<RowFunction>map(
                first -> (x, y, n) -> (first.isDone() ? fast : portable).apply(x, y, n))
            .orElse(fast);
      }
    }
    return portable;
  }
}
