package io.github.tfjs4j.exec;

import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/// What a kernel works on in one run: the inputs and results of its node, scratch memory, threads.
///
/// Arrays of float32 tensors begin with the elements and may be longer.
public final class Buffers {
  private final Workspace workspace;
  private final WorkPool pool;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();

  Buffers(Workspace workspace, WorkPool pool) {
    this.workspace = workspace;
    this.pool = pool;
  }

  /// Where the inputs of the next node go, and until then those of the one before.
  List<Tensor> inputs() {
    return inputs;
  }

  /// As [#inputs], the results.
  List<Tensor> outputs() {
    return outputs;
  }

  Workspace workspace() {
    return workspace;
  }

  /// The buffer of a cell of the program; null for cells that have none.
  Tensor planned(int cell) {
    return workspace.buffer(cell);
  }

  /// An input of the node.
  public Tensor input(int i) {
    return inputs.get(i);
  }

  /// The elements of a float32 input, never to be written to.
  public float[] floats(int i) {
    return inputs.get(i).rawFloats();
  }

  /// The elements of the first result, a float32 one, to be written.
  public float[] out() {
    return outputs.getFirst().rawFloats();
  }

  /// A result, whose array is to be written.
  public Tensor output(int i) {
    return outputs.get(i);
  }

  /// Runs tasks that depend on nothing of each other, on as many threads as the model may use and
  /// the work is worth.
  ///
  /// @param work multiply-adds, or elements, of all of them together
  public void parallel(int tasks, long work, WorkPool.Body body) {
    pool.run(tasks, work, workspace::scratch, body);
  }

  /// Memory for the thread that the kernel is called on.
  public Scratch scratch() {
    return workspace.scratch(0);
  }

  /// A new tensor for a result that leaves the plan.
  static Tensor fresh(TensorType type) {
    return Tensor.zeros(type.type(), type.shape());
  }
}
