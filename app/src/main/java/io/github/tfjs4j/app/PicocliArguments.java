package io.github.tfjs4j.app;

import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Declares the arguments of [ConverterArguments] as picocli options, so that there is one table of
/// them.
final class PicocliArguments {
  /// What picocli is told where an option stands without a value; no command line holds it.
  private static final String BARE = "\0";

  static void declare(CommandSpec spec, List<Argument> arguments) {
    for (Argument argument : arguments) {
      OptionSpec.Builder option =
          OptionSpec.builder(argument.names().toArray(String[]::new))
              .type(List.class)
              .auxiliaryTypes(String.class)
              .paramLabel(argument.placeholder())
              .description(argument.help().replace("%", "%%"));
      if (!argument.choices().isEmpty()) {
        option.completionCandidates(argument.choices());
      }
      if (argument.takes() == Argument.Takes.ONE) {
        option.arity("1");
      } else {
        option.arity("0..1").preprocessor(PicocliArguments::attachedOnly);
        if (argument.takes() == Argument.Takes.SWITCH) {
          option.paramLabel("BOOL");
        }
      }
      spec.addOption(option.build());
    }
  }

  /// A value must be attached with `=`: a path behind the option is a path.
  private static boolean attachedOnly(
      Stack<String> args, CommandSpec spec, ArgSpec option, Map<String, Object> info) {
    if (!"=".equals(info.get("separator"))) {
      args.push(BARE);
    }
    return false;
  }

  /// What picocli found of `arguments`.
  ///
  /// @throws UsageException where a value is not what its argument takes
  static Arguments collect(ParseResult parsed, List<Argument> arguments) {
    Arguments out = new Arguments();
    for (Argument argument : arguments) {
      OptionSpec option = parsed.matchedOption(argument.names().getFirst());
      if (option == null) {
        continue;
      }
      for (String value : option.stringValues()) {
        if (value.equals(BARE)) {
          out.putBare(argument);
        } else {
          out.put(argument, value);
        }
      }
    }
    return out;
  }

  /// Lets picocli report a mistake that it could not see.
  static CommandLine.ParameterException refused(CommandLine command, UsageException e) {
    return new CommandLine.ParameterException(command, e.getMessage(), e);
  }

  private PicocliArguments() {}
}
