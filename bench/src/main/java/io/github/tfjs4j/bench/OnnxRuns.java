package io.github.tfjs4j.bench;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// A model in ONNX Runtime.
final class OnnxRuns implements Runs {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final double loadMs;

  /// @throws IllegalStateException where the runtime does not take it, or an input is of no floats
  OnnxRuns(Path file, int batch, int threads) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long start = System.nanoTime();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      session = environment.createSession(file.toString(), options);
      loadMs = (System.nanoTime() - start) / 1e6;
      Random random = new Random(1);
      for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
        long[] shape = ((TensorInfo) input.getValue().getInfo()).getShape();
        int size = 1;
        for (int i = 0; i < shape.length; i++) {
          shape[i] = shape[i] > 0 ? shape[i] : i == 0 ? batch : 1;
          size = Math.toIntExact(size * shape[i]);
        }
        FloatBuffer values = FloatBuffer.wrap(Model.floats(random, size));
        inputs.put(input.getKey(), OnnxTensor.createTensor(environment, values, shape));
      }
    } catch (OrtException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public double loadMs() {
    return loadMs;
  }

  @Override
  public void predict() {
    try (OrtSession.Result result = session.run(inputs)) {
      for (var value : result) {
        value.getValue().getValue();
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      inputs.values().forEach(OnnxTensor::close);
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
