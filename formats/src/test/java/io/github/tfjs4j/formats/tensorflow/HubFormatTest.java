package io.github.tfjs4j.formats.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubFormatTest {
  private static Map<String, byte[]> files(String more) {
    Map<String, byte[]> files = new HashMap<>();
    var folder = TensorFlowCases.named("signatures");
    for (String name :
        List.of(
            "saved_model.pb",
            "variables/variables.index",
            "variables/variables.data-00000-of-00001")) {
      files.put(name, TensorFlowCases.read(folder.resolve(name)));
    }
    files.put(more, new byte[] {8, 3});
    return files;
  }

  private static void check(String format, String more) {
    Source source = Source.of(files(more));
    Format<?> found = Formats.of(source);
    assertEquals(format, found.name());
    TensorFlowModel model = (TensorFlowModel) found.read(source);
    assertEquals(List.of("y"), List.copyOf(model.graph().outputs().keySet()));
  }

  @Test
  void a_module_is_known_by_its_descriptor() {
    check("tf_hub", "tfhub_module.pb");
  }

  @Test
  void a_model_of_Keras_is_known_by_its_metadata() {
    check("keras_saved_model", "keras_metadata.pb");
  }

  @Test
  void any_other_is_a_SavedModel() {
    check("tf_saved_model", "fingerprint.pb");
  }
}
