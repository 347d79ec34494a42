package io.github.tfjs4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a person has answered, as `tensorflowjs_converter` takes it.
///
/// @param flags by their names without dashes
record WizardAnswers(SortedMap<String, String> flags, String input, String output) {
  WizardAnswers(Map<String, String> flags, String input, String output) {
    this(new TreeMap<>(flags), input, output);
  }

  /// The flags in the order of their names, then the paths.
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    flags.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    if (input.startsWith("-") || output.startsWith("-")) {
      arguments.add("--");
    }
    arguments.add(input);
    arguments.add(output);
    return arguments;
  }
}
