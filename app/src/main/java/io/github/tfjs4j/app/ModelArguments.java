package io.github.tfjs4j.app;

import io.github.tfjs4j.ConvertOptions;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/// The arguments that say how a model is read: shapes, semantics, custom layers.
final class ModelArguments {
  static void declare(CommandSpec spec) {
    PicocliArguments.declare(spec, ConverterArguments.ADDED);
  }

  /// What the command line of `spec` says on how to read a model.
  static ConvertOptions options(CommandSpec spec) {
    return checked(
        spec,
        () ->
            ConversionOptions.reading(
                PicocliArguments.collect(
                    spec.commandLine().getParseResult(), ConverterArguments.ADDED)));
  }

  /// Lets picocli report a mistake in a value that only we understand.
  static <T> T checked(CommandSpec spec, Supplier<T> value) {
    try {
      return value.get();
    } catch (UsageException e) {
      throw PicocliArguments.refused(spec.commandLine(), e);
    }
  }

  private ModelArguments() {}
}
