/// TensorFlow.js models on the JVM. The face is the root package; the others are exported for what
/// its methods take and give, and for those who add layers ([io.github.tfjs4j.keras.Layer]), built
/// of ops ([io.github.tfjs4j.op.Tf]), or formats ([io.github.tfjs4j.format.Format]).
module io.github.tfjs4j {
  requires tools.jackson.core;
  requires java.net.http;

  exports io.github.tfjs4j;
  exports io.github.tfjs4j.tensor;
  exports io.github.tfjs4j.tree;
  exports io.github.tfjs4j.graph;
  exports io.github.tfjs4j.op;
  exports io.github.tfjs4j.pass;
  exports io.github.tfjs4j.keras;
  exports io.github.tfjs4j.format;
  exports io.github.tfjs4j.format.graphdef;
  exports io.github.tfjs4j.exec;

  uses io.github.tfjs4j.keras.Layer;
  uses io.github.tfjs4j.format.Format;
  uses io.github.tfjs4j.graph.OpProvider;
  uses io.github.tfjs4j.exec.KernelProvider;
}
