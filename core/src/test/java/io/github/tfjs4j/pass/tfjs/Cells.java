package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Fill;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Recurrent cells of 3 features and 4 units as graphs, for tests: each takes `x`, its states, a
/// kernel, a recurrent kernel and a bias.
final class Cells {
  private static final String SIMPLE =
      """
      input %x: float32[?, 3]
      input %h: float32[?, 4]
      input %w: float32[3, 4]
      input %u: float32[4, 4]
      input %b: float32[4]
      %m = MatMul(%x, %w)
      %a = BiasAdd(%m, %b)
      %r = MatMul(%h, %u)
      %s = AddV2(%a, %r)
      %y = Tanh(%s)
      return "y": %y, "h": %y
      """;

  static final Cell SIMPLE_RNN = new Cell("SimpleRNN", SIMPLE, 1, 1);

  static Cell lstm(boolean hard) {
    return new Cell(
        "LSTM",
        """
        input %x: float32[?, 3]
        input %h: float32[?, 4]
        input %c: float32[?, 4]
        input %w: float32[3, 16]
        input %u: float32[4, 16]
        input %b: float32[16]
        %m = MatMul(%x, %w)
        %r = MatMul(%h, %u)
        %s = AddV2(%m, %r)
        %a = BiasAdd(%s, %b)
        %g = Split(1, %a) {num_split=4}
        """
            + gate("i", "%g", hard)
            + gate("f", "%g:1", hard)
            + gate("o", "%g:3", hard)
            + """
            %n = Tanh(%g:2)
            %fc = Mul(%f, %c)
            %in = Mul(%i, %n)
            %c2 = AddV2(%fc, %in)
            %t = Tanh(%c2)
            %h2 = Mul(%o, %t)
            return "y": %h2, "h": %h2, "c": %c2
            """,
        4,
        2);
  }

  /// The reset gate before the recurrent product of the candidate, as in TF.js.
  static Cell gru(boolean hard) {
    return new Cell(
        "GRU",
        """
        input %x: float32[?, 3]
        input %h: float32[?, 4]
        input %w: float32[3, 12]
        input %u: float32[4, 12]
        input %b: float32[12]
        %m = MatMul(%x, %w)
        %a = BiasAdd(%m, %b)
        %x3 = Split(1, %a) {num_split=3}
        %ui = Slice(%u, [0, 0], [4, 8])
        %uh = Slice(%u, [0, 8], [4, 4])
        %r = MatMul(%h, %ui)
        %h2 = Split(1, %r) {num_split=2}
        %zs = AddV2(%x3, %h2)
        %rs = AddV2(%x3:1, %h2:1)
        """
            + gate("z", "%zs", hard)
            + gate("rr", "%rs", hard)
            + """
            %rh = Mul(%rr, %h)
            %hu = MatMul(%rh, %uh)
            %hs = AddV2(%x3:2, %hu)
            %hh = Tanh(%hs)
            %zh = Mul(%z, %h)
            %nz = Neg(%z)
            %one = AddV2(1.0, %nz)
            %zhh = Mul(%one, %hh)
            %y = AddV2(%zh, %zhh)
            return "y": %y, "h": %y
            """,
        3,
        1);
  }

  /// With a bias of its own in the recurrent product, and the reset gate behind it, as in Keras.
  static final Cell GRU_RESET_AFTER =
      new Cell(
          "GRU",
          """
          input %x: float32[?, 3]
          input %h: float32[?, 4]
          input %w: float32[3, 12]
          input %u: float32[4, 12]
          input %b: float32[12]
          %m = MatMul(%x, %w)
          %a = BiasAdd(%m, %b)
          %x3 = Split(1, %a) {num_split=3}
          %r = MatMul(%h, %u)
          %ra = BiasAdd(%r, %b)
          %h3 = Split(1, %ra) {num_split=3}
          %zs = AddV2(%x3, %h3)
          %z = Sigmoid(%zs)
          %rs = AddV2(%x3:1, %h3:1)
          %rr = Sigmoid(%rs)
          %rh = Mul(%rr, %h3:2)
          %hs = AddV2(%x3:2, %rh)
          %hh = Tanh(%hs)
          %zh = Mul(%z, %h)
          %one = Sub(1.0, %z)
          %zhh = Mul(%one, %hh)
          %y = AddV2(%zh, %zhh)
          return "y": %y, "h": %y
          """,
          3,
          1);

  private Cells() {}

  /// Two sequences of features.
  static Tensor sequences(int steps) {
    Random random = new Random(steps);
    float[] data = new float[2 * steps * 3];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextFloat() * 4 - 2;
    }
    return Tensor.of(data, 2, steps, 3);
  }

  /// The same graph with fewer outputs.
  static Graph rebuilt(Graph graph, GraphBuilder to, java.util.Set<String> outputs) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    graph.inputs().forEach((key, v) -> inputs.put(key, to.named(key, to.add(v.op()))));
    List<Value> all = to.inline(graph, List.copyOf(inputs.values()));
    Map<String, Value> kept = new LinkedHashMap<>();
    int i = 0;
    for (String key : graph.outputs().keySet()) {
      Value v = all.get(i++);
      if (outputs.contains(key)) {
        kept.put(key, v);
      }
    }
    return to.build(inputs, kept);
  }

  private static String gate(String name, String of, boolean hard) {
    return hard
        ? """
        %N1 = Mul(OF, 0.2)
        %N2 = AddV2(%N1, 0.5)
        %N3 = Maximum(%N2, 0.0)
        %N = Minimum(%N3, 1.0)
        """
            .replace("OF", of)
            .replace("N", name)
        : "%" + name + " = Sigmoid(" + of + ")\n";
  }

  /// @param gates how many gates the weights are for
  record Cell(String label, String step, int gates, int states) {
    /// A model of one recurrence with random weights and zero initial states.
    ///
    /// @param steps the number of time steps, -1 for an unknown one
    Graph model(int steps, boolean reverse) {
      return model(steps, reverse, true);
    }

    /// @param zero whether the initial states are zero, or else inputs
    Graph model(int steps, boolean reverse, boolean zero) {
      GraphBuilder to = GraphBuilder.simplifying();
      Tf tf = new Tf(to);
      to.from(java.util.Set.of(label + " layer"), label.toLowerCase(java.util.Locale.ROOT));
      Map<String, Value> inputs = new LinkedHashMap<>();
      Value x = input(to, inputs, "x", Shape.of(-1, steps, 3));
      List<Value> arguments = new ArrayList<>(List.of(x));
      for (int k = 0; k < states; k++) {
        arguments.add(
            zero
                ? tf.op(new Fill(), tf.shapeVector(tf.dim(x, 0), tf.scalar(4)), tf.scalar(0f))
                : input(to, inputs, "s" + k, Shape.of(-1, 4)));
      }
      Random random = new Random(7);
      for (Shape s : List.of(Shape.of(3, 4 * gates), Shape.of(4, 4 * gates), Shape.of(4 * gates))) {
        float[] data = new float[s.size()];
        for (int i = 0; i < data.length; i++) {
          data[i] = random.nextFloat() - 0.5f;
        }
        arguments.add(tf.constant(Tensor.of(data, s)));
      }
      Graph graph = new TextForm(Ops.ALL).parse(step);
      Node scan = to.addNode(new Scan(graph, 1, states, reverse, label), arguments);
      to.named(label.toLowerCase(java.util.Locale.ROOT), scan.out(0));
      Map<String, Value> outputs = new LinkedHashMap<>();
      for (int i = 0; i <= states; i++) {
        outputs.put(i == 0 ? "sequence" : "state" + i, scan.out(i));
      }
      return to.build(inputs, outputs);
    }

    private static Value input(
        GraphBuilder to, Map<String, Value> inputs, String key, Shape shape) {
      Value v = to.named(key, to.add(new Placeholder(DataType.FLOAT, shape)));
      inputs.put(key, v);
      return v;
    }
  }
}
