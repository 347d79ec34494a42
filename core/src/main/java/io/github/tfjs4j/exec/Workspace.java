package io.github.tfjs4j.exec;

import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The memory of one run of a program, used again by the next: the buffers of its memory plan, and
/// scratch memory of its threads.
final class Workspace {
  private final Tensor[] buffers;
  private final List<Scratch> scratch = new ArrayList<>();
  private final long planBytes;
  private long scratchBytes;
  private LiveBytes run;

  /// @param plan which cells are buffers, and which of them share an array
  Workspace(MemoryPlan plan) {
    planBytes = plan.bytes();
    float[][] arrays = new float[plan.arrays().size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = new float[plan.arrays().get(i)];
    }
    buffers = new Tensor[plan.cells().size()];
    for (int cell = 0; cell < buffers.length; cell++) {
      MemoryPlan.Place place = plan.cells().get(cell);
      buffers[cell] = place == null ? null : Tensor.buffer(arrays[place.array()], place.shape());
    }
  }

  /// Begins to count as memory of a run, with what becomes of it until [#leave].
  ///
  /// @throws io.github.tfjs4j.LimitException where it does not fit into the run
  synchronized void enter(LiveBytes memory) {
    memory.take(scratchBytes, "scratch memory");
    run = memory;
  }

  synchronized void leave() {
    run.give(planBytes + scratchBytes);
  }

  private synchronized void grow(long bytes) {
    run.take(bytes, "scratch memory");
    scratchBytes += bytes;
  }

  /// The buffer of a cell; null for cells that have none.
  Tensor buffer(int cell) {
    return cell < buffers.length ? buffers[cell] : null;
  }

  /// @param worker 0 for the thread of the run
  synchronized Scratch scratch(int worker) {
    while (scratch.size() <= worker) {
      scratch.add(new Scratch(this::grow));
    }
    return scratch.get(worker);
  }
}
