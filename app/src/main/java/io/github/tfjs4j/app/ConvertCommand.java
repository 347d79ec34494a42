package io.github.tfjs4j.app;

import io.github.tfjs4j.Converter;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.Verification.Verdict;
import io.github.tfjs4j.format.QuantizationPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// `tfjs4j convert IN OUT`: finds out the format itself, and can verify and explain what it did.
@Command(
    name = ConvertCommand.NAME,
    description = {
      "Convert a model.",
      "A LayersModel becomes a GraphModel, or with --output_format=tfjs_layers_model a LayersModel"
          + " whose weights are stored otherwise; a file .h5 or .keras is one of Keras. A GraphModel becomes one that runs faster. Values of options that can also stand alone"
          + " (--quantize_uint8) must be attached with =."
    },
    customSynopsis = "tfjs4j convert [OPTIONS] IN OUT",
    sortOptions = false)
final class ConvertCommand implements Callable<Integer> {
  static final String NAME = "convert";

  static final List<Argument> ARGUMENTS = ConverterArguments.all();

  private final Terminal terminal;

  private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "IN",
      description = "The model: a file or its folder.")
  private String input = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OUT",
      description = "The folder to write to, or a file .h5 or .keras.")
  private String output = "";

  @Option(
      names = "--verify",
      description = "Run both models afterwards and compare, as tfjs4j verify does.")
  private boolean verify;

  @Option(names = "--explain", description = "Print what each pass did.")
  private boolean explain;

  @Option(
      names = "--overwrite",
      description = "Write to OUT even where that is the input, or holds a model of another kind.")
  private boolean overwrite;

  @Option(
      names = "--batch",
      hidden = true,
      paramLabel = "FILE",
      description = "Convert many models.")
  private Optional<String> batch = Optional.empty();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print no progress and no summary.")
  private boolean quiet;

  @Mixin private ComparisonOptions comparison;

  ConvertCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Spec
  void declareArguments(CommandSpec own) {
    spec = own;
    PicocliArguments.declare(own, ARGUMENTS);
  }

  @Override
  public Integer call() {
    ParseResult parsed = spec.commandLine().getParseResult();
    if (batch.isPresent()) {
      List<String> args = parsed.originalArgs();
      return new Batch(args.subList(args.indexOf(NAME) + 1, args.size()), terminal)
          .run(batch.get());
    }
    if (input.isEmpty() || output.isEmpty()) {
      throw PicocliArguments.refused(
          spec.commandLine(),
          new UsageException("expected IN and OUT: the model, and the folder or file to write to"));
    }
    return Exit.of(convert(parsed));
  }

  /// Converts one model.
  ///
  /// @return what the verification came to, if there was one
  Verdict convert(ParseResult parsed) {
    Terminal to = terminal.quiet(quiet);
    Converter.Request request;
    try {
      comparison.check();
      Arguments arguments = PicocliArguments.collect(parsed, ARGUMENTS);
      ConverterArguments.PATHS.forEach(
          a -> arguments.put(a, a.key().equals("input_path") ? input : output));
      request = Conversion.request(arguments, Conversion.Defaults.DETECTED, to);
    } catch (UsageException e) {
      throw PicocliArguments.refused(spec.commandLine(), e);
    }
    if (!overwrite) {
      Replaced.by(request)
          .ifPresent(what -> {
            throw new ModelException(
                what + ": give another folder, or --overwrite if that is what you want");
          });
    }
    Converter.Report report = Conversion.run(request, to);
    if (explain) {
      Explanation.print(report, to.out());
    }
    Summary.print(report, request.options(), to.out());
    if (!verify) {
      return Verdict.EQUAL;
    }
    Verdict verdict =
        comparison.compare(Path.of(input), request.output(), request.options().read(), to);
    if (verdict == Verdict.DIFFERENT
        && !request.options().write().quantization().equals(QuantizationPlan.NONE)) {
      terminal
          .err()
          .println("Quantised weights change the numbers: --tolerance says how much is allowed.");
    }
    return verdict;
  }
}
