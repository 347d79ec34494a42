package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.RandomInputs;
import io.github.tfjs4j.Verification;
import io.github.tfjs4j.Verification.Difference;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pairs of models, what they are fed, and how often.
public record Contest(Plan plan, List<Pair> pairs) {
  private static final int SEED = 42;

  /// One model in its two forms.
  ///
  /// @param title what the page calls it
  /// @param about what else is to be said of it
  /// @param feeds one a batch size
  public record Pair(
      String title,
      String about,
      InferenceModel layers,
      InferenceModel graph,
      Served layersFiles,
      Served graphFiles,
      List<Feed> feeds) {
    /// @param layers where the LayersModel lies, in TF.js' format
    /// @param graph the GraphModel, in TF.js' format
    /// @param batches the batch sizes to measure, where the model leaves that open
    /// @param shapes of inputs with other open dimensions
    public static Pair of(
        String title,
        String about,
        Model layers,
        Model graph,
        List<Integer> batches,
        Map<String, Shape> shapes) {
      List<Feed> feeds = new ArrayList<>();
      for (int batch : isBatchOpen(layers.model(), shapes) ? batches : List.of(0)) {
        Map<String, Tensor> inputs =
            new RandomInputs(SEED, Math.max(1, batch), shapes, Map.of())
                .of(layers.model(), Map.of());
        feeds.add(new Feed(batch, inputs, layers.model().predict(inputs)));
      }
      return new Pair(
          title,
          about,
          layers.model(),
          graph.model(),
          Served.of(layers.source()),
          Served.of(graph.source()),
          feeds);
    }

    private static boolean isBatchOpen(InferenceModel model, Map<String, Shape> shapes) {
      return model.inputs().entrySet().stream()
          .map(e -> shapes.getOrDefault(e.getKey(), e.getValue().shape()))
          .anyMatch(s -> s.hasRank() && s.rank() > 0 && !s.isKnown(0));
    }

    /// Whose files are served under this name: `layers` or `graph`.
    Optional<Served> files(String form) {
      return switch (form) {
        case "layers" -> Optional.of(layersFiles);
        case "graph" -> Optional.of(graphFiles);
        default -> Optional.empty();
      };
    }
  }

  /// A model and where it lies.
  public record Model(Source source, InferenceModel model) {}

  /// What a pair is fed.
  ///
  /// @param batch how many samples, 0 where the model fixes that
  /// @param expected what our LayersModel gives, with which all others are compared
  public record Feed(int batch, Map<String, Tensor> inputs, Map<String, Tensor> expected) {
    /// How far other outputs, in the model's order, are from what is expected.
    Agreement agreement(Map<String, Tensor> outputs) {
      return Agreement.of(Verification.compare(expected, outputs, Verification.DEFAULT));
    }

    /// `batch 1`, or the shapes where there is no batch.
    String label() {
      return batch > 0 ? "batch " + batch : "input " + inputs.values().iterator().next().shape();
    }

    Tree tree() {
      List<Tree> all = new ArrayList<>();
      inputs.forEach((name, tensor) -> {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("name", Tree.of(name));
        fields.put("dtype", Tree.of(tensor.type().jsName()));
        fields.put("shape", shape(tensor));
        all.add(Tree.object(fields));
      });
      return Tree.object(Map.of("label", Tree.of(label()), "inputs", Tree.list(all)));
    }

    private static Tree shape(Tensor tensor) {
      List<Tree> dims = new ArrayList<>();
      for (int dim : tensor.shape().dims()) {
        dims.add(Tree.of(dim));
      }
      return Tree.list(dims);
    }
  }

  /// How far the outputs of one model are from what they should be.
  ///
  /// @param ok whether no value differs by more than is allowed
  /// @param worst the largest difference
  /// @param allowed for the output that it is in
  /// @param fault why nothing can be compared, or empty
  record Agreement(boolean ok, double worst, double allowed, String fault) {
    static Agreement of(List<Difference> differences) {
      Difference worst = differences.getFirst();
      for (Difference d : differences) {
        if (d.ok() == worst.ok() ? d.maxAbs() > worst.maxAbs() : worst.ok()) {
          worst = d;
        }
      }
      return new Agreement(worst.ok(), worst.maxAbs(), worst.allowed(), worst.fault());
    }

    Tree tree() {
      Map<String, Tree> fields = new LinkedHashMap<>();
      fields.put("ok", Tree.of(ok));
      fields.put("worst", number(worst));
      fields.put("allowed", number(allowed));
      fields.put("fault", Tree.of(fault));
      return Tree.object(fields);
    }

    /// JSON has no NaN.
    private static Tree number(double value) {
      return Double.isFinite(value) ? Tree.of(value) : Tree.NULL;
    }
  }

  /// What clients are to do.
  Tree job() {
    List<Tree> all = new ArrayList<>();
    for (Pair pair : pairs) {
      all.add(
          Tree.object(
              Map.of(
                  "title", Tree.of(pair.title),
                  "feeds", Tree.list(pair.feeds.stream().map(Feed::tree).toList()))));
    }
    return Tree.object(Map.of("plan", plan.tree(), "pairs", Tree.list(all)));
  }

  /// Types of inputs as people write them: `input_1 float32[?, 224, 224, 3]`.
  static String types(Map<String, TensorType> inputs) {
    List<String> all = new ArrayList<>();
    inputs.forEach((name, type) -> all.add(name + " " + type));
    return String.join(", ", all);
  }
}
