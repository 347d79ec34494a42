import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.exec.Prediction;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Feeds a long signal in pieces to a stateful model, and compares with what the model makes of the whole:
///
///     java -cp 'build/dist/lib/*' examples/java/StreamSequence.java examples/streaming
///
/// The model may be the LayersModel or the GraphModel that it was converted to.
class StreamSequence {
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    InferenceModel model = InferenceModel.load(args.length > 1 ? Path.of(args[1]) : folder);
    float[] signal = floats(folder.resolve("signal.bin"));
    float[] whole = floats(folder.resolve("whole.bin"));
    int steps = model.inputs().get("signal").shape().dim(1);

    Map<String, Tensor> states = Map.of(); // The first call starts from the model's own initial states.
    double worst = 0;
    for (int at = 0; at < signal.length; at += steps) {
      Tensor piece = Tensor.of(Arrays.copyOfRange(signal, at, at + steps), 1, steps, 1);
      Prediction step = model.run(Map.of("signal", piece), states);
      states = step.states();
      float[] heard = step.outputs().get("clean").floats();
      for (int i = 0; i < steps; i++) {
        worst = Math.max(worst, Math.abs(heard[i] - whole[at + i]));
      }
    }
    System.out.printf("%d pieces of %d steps; states %s%n", signal.length / steps, steps, model.states().keySet());
    System.out.printf("largest difference from the whole: %.2g, %s%n", worst, worst < 1e-5 ? "equal" : "different");
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
