package io.github.tfjs4j.exec;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// The threads that kernels share their work among. All models of a process use the same ones; a
/// pool says how many of them one run may use, the calling thread included. Which thread does which
/// task changes no result.
public final class WorkPool {
  /// Work below this many multiply-adds is done before another thread has woken up.
  private static final long WORTH_A_THREAD = 50_000;

  /// How long an idle thread looks for the next job before it sleeps: the next layer comes soon.
  private static final long SPIN_NANOS = 40_000;

  private static final TransferQueue<Job> JOBS = new LinkedTransferQueue<>();
  private static int started;

  private final int threads;
  private final long worth;

  /// @param threads that one run may use; 1 for the calling thread alone
  WorkPool(int threads) {
    this(threads, WORTH_A_THREAD);
  }

  /// @param worth the least work that another thread is woken for
  WorkPool(int threads, long worth) {
    if (threads < 1) {
      throw new IllegalArgumentException("a model runs on at least 1 thread, not " + threads);
    }
    this.threads = threads;
    this.worth = worth;
  }

  int threads() {
    return threads;
  }

  /// One task of several.
  public interface Body {
    /// @param scratch of the thread that runs the task
    void run(int task, Scratch scratch);
  }

  void run(int tasks, long work, IntFunction<Scratch> scratch, Body body) {
    int wanted = (int) Math.min(Math.min(threads, tasks), work / worth + 1);
    if (wanted <= 1) {
      Scratch own = scratch.apply(0);
      for (int i = 0; i < tasks; i++) {
        body.run(i, own);
      }
      return;
    }
    start(wanted - 1);
    Job job = new Job(tasks, scratch, body);
    for (int i = 1; i < wanted; i++) {
      JOBS.add(job);
    }
    job.work(0);
    job.await();
  }

  private static synchronized void start(int helpers) {
    while (started < helpers) {
      started++;
      Thread.ofPlatform().daemon().name("tfjs4j-", started).start(WorkPool::help);
    }
  }

  private static void help() {
    while (true) {
      Job job = next();
      int worker = job.enter();
      if (worker > 0) {
        job.work(worker);
        job.leave();
      }
    }
  }

  private static Job next() {
    long until = System.nanoTime() + SPIN_NANOS;
    while (System.nanoTime() < until) {
      Job job = JOBS.poll();
      if (job != null) {
        return job;
      }
      Thread.onSpinWait();
    }
    while (true) {
      try {
        return JOBS.take();
      } catch (InterruptedException _) {
        // Nobody has a reason to interrupt a thread that serves all models.
      }
    }
  }

  /// Tasks that threads take one by one.
  private static final class Job {
    private static final int CLOSED = 1 << 30;

    private final int tasks;
    private final IntFunction<Scratch> scratch;
    private final Body body;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger();

    /// How many helpers are at work, and whether more may come.
    private final AtomicInteger active = new AtomicInteger();

    private volatile Throwable failure;

    Job(int tasks, IntFunction<Scratch> scratch, Body body) {
      this.tasks = tasks;
      this.scratch = scratch;
      this.body = body;
    }

    /// @return the number of the helper, from 1 on, or 0 where the job is done
    int enter() {
      int n = active.get();
      while (n < CLOSED) {
        if (active.compareAndSet(n, n + 1)) {
          return entered.incrementAndGet();
        }
        n = active.get();
      }
      return 0;
    }

    void leave() {
      if (active.decrementAndGet() == CLOSED) {
        LockSupport.unpark(caller);
      }
    }

    void work(int worker) {
      try {
        Scratch own = scratch.apply(worker);
        for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
          body.run(i, own);
        }
      } catch (RuntimeException | Error e) {
        failure = e;
        next.set(tasks);
      }
    }

    void await() {
      active.addAndGet(CLOSED);
      for (int spins = 0; active.get() != CLOSED; spins++) {
        if (spins < 10_000) {
          Thread.onSpinWait();
        } else {
          // Does not wait where the thread is interrupted: it keeps the mark, for the run to see.
          LockSupport.parkNanos(this, 1_000_000);
        }
      }
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }
}
