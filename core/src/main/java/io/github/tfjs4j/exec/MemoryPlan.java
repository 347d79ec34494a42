package io.github.tfjs4j.exec;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Where the results of a program lie that never leave it: float32 results which only kernels read.
/// Each has an array of its own while it lives, and arrays are used again: not one arena, because
/// the compiler of the JVM vectorises loops over whole arrays and not over parts of one.
///
/// @param cells a place for every cell of the program, null for those that are allocated as the
///   program runs
/// @param arrays the length of each array
record MemoryPlan(List<Place> cells, List<Integer> arrays) {
  /// @param array the number of the array that holds it, from its beginning
  record Place(int array, Shape shape) {}

  static final MemoryPlan NONE = new MemoryPlan(List.of(), List.of());

  /// Bytes of all arrays.
  long bytes() {
    return arrays.stream().mapToLong(n -> 4L * n).sum();
  }

  /// @param types of all cells
  /// @param steps in order
  /// @param kept the cells that are there at the end
  /// @param leave whether those leave the program, and so are no buffers
  static MemoryPlan of(
      List<TensorType> types, List<Program.Step> steps, List<Integer> kept, boolean leave) {
    boolean[] leaves = new boolean[types.size()];
    kept.forEach(cell -> leaves[cell] = leave);
    // An alias leaves with what it is another shape of, so backwards.
    int[] base = new int[types.size()];
    Arrays.setAll(base, i -> i);
    for (Program.Step step : steps.reversed()) {
      if (step.alias()) {
        leaves[step.inputs().getFirst()] |= leaves[step.first()];
      } else if (step.kernel().isEmpty()) {
        step.inputs().forEach(cell -> leaves[cell] = true);
      }
    }
    int[] last = new int[types.size()];
    for (int i = 0; i < steps.size(); i++) {
      Program.Step step = steps.get(i);
      if (step.alias()) {
        base[step.first()] = base[step.inputs().getFirst()];
      }
      for (int cell : step.inputs()) {
        last[base[cell]] = i;
      }
    }
    kept.forEach(cell -> last[base[cell]] = steps.size() - 1);
    List<Place> cells = new ArrayList<>(Collections.nCopies(types.size(), null));
    List<Integer> arrays = new ArrayList<>();
    List<List<Integer>> frees = new ArrayList<>();
    steps.forEach(_ -> frees.add(new ArrayList<>()));
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Program.Step step = steps.get(i);
      Place shared = step.alias() ? cells.get(step.inputs().getFirst()) : null;
      if (shared != null) {
        cells.set(step.first(), new Place(shared.array(), types.get(step.first()).shape()));
      }
      if (step.kernel().isPresent()) {
        for (int k = 0; k < step.node().types().size(); k++) {
          int cell = step.first() + k;
          TensorType type = types.get(cell);
          if (!leaves[cell] && type.type() == DataType.FLOAT) {
            int array = take(free, arrays, type.shape().size());
            cells.set(cell, new Place(array, type.shape()));
            frees.get(Math.max(i, last[cell])).add(array);
          }
        }
      }
      free.addAll(frees.get(i));
    }
    return new MemoryPlan(Collections.unmodifiableList(cells), List.copyOf(arrays));
  }

  /// The smallest free array that is large enough, else the largest one made larger, else a new
  /// one.
  private static int take(List<Integer> free, List<Integer> arrays, int size) {
    int best = -1;
    for (int i = 0; i < free.size(); i++) {
      int length = arrays.get(free.get(i));
      int known = best < 0 ? -1 : arrays.get(free.get(best));
      boolean better = known < size ? length > known : length >= size && length < known;
      best = best < 0 || better ? i : best;
    }
    if (best < 0) {
      arrays.add(size);
      return arrays.size() - 1;
    }
    int array = free.remove(/* index */ best);
    arrays.set(array, Math.max(size, arrays.get(array)));
    return array;
  }
}
