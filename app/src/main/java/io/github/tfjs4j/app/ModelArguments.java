package io.github.tfjs4j.app;

import io.github.tfjs4j.ConvertOptions;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// The arguments that say which model is read and how: signature, shapes, semantics, custom layers.
final class ModelArguments {
  private static final List<Argument> ARGUMENTS =
      Stream.of(ConverterArguments.SELECTING, ConverterArguments.ADDED)
          .flatMap(List::stream)
          .toList();

  static void declare(CommandSpec spec) {
    PicocliArguments.declare(spec, ARGUMENTS);
  }

  /// What the command line of `spec` says on how to read a model.
  static ConvertOptions options(CommandSpec spec) {
    return checked(
        spec,
        () ->
            ConversionOptions.reading(
                PicocliArguments.collect(spec.commandLine().getParseResult(), ARGUMENTS)));
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
