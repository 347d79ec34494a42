package io.github.tfjs4j.exec;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The workspaces of a program: each run takes one and brings it back for the next, so that a model
/// which runs on many threads has one a thread.
final class Workspaces {
  private final MemoryPlan plan;
  private final WorkPool pool;
  private final BlockingQueue<Workspace> idle =
      new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

  Workspaces(MemoryPlan plan, WorkPool pool) {
    this.plan = plan;
    this.pool = pool;
  }

  MemoryPlan plan() {
    return plan;
  }

  /// @throws io.github.tfjs4j.LimitException where its buffers do not fit into the run
  Buffers take(Run run) {
    run.memory().take(plan.bytes(), "memory plan");
    Workspace workspace = idle.poll();
    try {
      Workspace own = workspace == null ? new Workspace(plan) : workspace;
      own.enter(run.memory());
      return new Buffers(own, pool);
    } catch (OutOfMemoryError e) {
      throw Run.outOfMemory();
    }
  }

  void giveBack(Buffers buffers) {
    buffers.workspace().leave();
    idle.offer(buffers.workspace());
  }
}
