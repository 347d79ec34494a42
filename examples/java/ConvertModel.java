import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.GraphModel;
import io.github.tfjs4j.LayersModel;
import io.github.tfjs4j.Verification;
import io.github.tfjs4j.format.QuantizationPlan;
import io.github.tfjs4j.tensor.DataType;
import java.nio.file.Path;

/// Converts a LayersModel to a GraphModel with float16 weights, and proves that both compute the same:
///
///     java -cp 'build/dist/lib/*' examples/java/ConvertModel.java examples/shapes-cnn build/shapes-cnn
class ConvertModel {
  public static void main(String[] args) {
    Path layers = Path.of(args[0]);
    Path graph = Path.of(args[1]);

    ConvertOptions options =
        ConvertOptions.DEFAULT.withWrite(write -> write.withQuantization(QuantizationPlan.all(DataType.HALF)));
    if (Converter.convert(layers, graph, options) instanceof Converter.Converted converted) {
      Converter.Translation what = converted.translation();
      System.out.printf("%d -> %d nodes%n", what.nodesBefore(), what.nodesAfter());
    }

    // Weights in half precision: the outputs of the two models may differ by more than rounding in float32.
    Verification.Options tolerance = Verification.DEFAULT.withTolerance(1e-2, 1e-2);
    Verification.Result result =
        Verification.run(LayersModel.load(layers), GraphModel.load(graph), tolerance);
    for (Verification.Finding f : result.findings()) {
      System.out.printf("%s: largest difference %.2g%n", f.worst().output(), f.worst().maxAbs());
    }
    System.out.println(result.verdict());
  }
}
