package io.github.tfjs4j.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// A script that completes all commands in bash, and in zsh by its bashcompinit: commands, options
/// and those of their values that are words of a list. All else are files and folders, which the
/// shell completes by itself. picocli's own script knows neither of these nor `--option=value`.
final class CompletionScript {
  /// The options of each command, and the values of those that have a list of them.
  private final Map<String, Map<String, List<String>>> commands = new LinkedHashMap<>();

  private CompletionScript() {}

  /// @param tfjs4j with all of its subcommands
  /// @param converter the arguments of `tensorflowjs_converter`
  static String of(CommandLine tfjs4j, List<Argument> converter) {
    CompletionScript script = new CompletionScript();
    tfjs4j
        .getSubcommands()
        .forEach((name, command) -> {
          for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
              List<String> values = new ArrayList<>();
              if (option.completionCandidates() != null) {
                option.completionCandidates().forEach(values::add);
              }
              script.add(name, List.of(option.names()), values);
            }
          }
        });
    for (Argument argument : converter) {
      if (!argument.isPositional()) {
        script.add(TensorflowjsConverter.NAME, argument.names(), argument.choices());
      }
    }
    script.add(TensorflowjsWizard.NAME, List.of(TensorflowjsWizard.DRY_RUN), List.of());
    return """
    # Completes tfjs4j, tensorflowjs_converter and tensorflowjs_wizard: source <(tfjs4j completion)

    _tfjs4j_options() {
      case $1 in
    %s  esac
    }

    _tfjs4j_values() {
      case "$1 $2" in
    %s  esac
    }

    _tfjs4j() {
      local command=${COMP_WORDS[0]##*/} word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
      local words="" start=""
      COMPREPLY=()
      if [[ $command == tfjs4j ]]; then
        if ((COMP_CWORD == 1)) || { ((COMP_CWORD == 2)) && [[ $before == help ]]; }; then
          COMPREPLY=($(compgen -W '%s' -- "$word"))
          return
        fi
        command=${COMP_WORDS[1]}
      fi
      # Bash takes = for a word of its own, zsh does not.
      if [[ $word == --*=* ]]; then
        before=${word%%%%=*} start=$before= word=${word#*=}
      elif [[ $word == = ]]; then
        word=""
      elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
      fi
      words=$(_tfjs4j_values "$command" "$before")
      if [[ -z $words && -z $start && $word == -* ]]; then
        words=$(_tfjs4j_options "$command")
      fi
      [[ -z $words ]] || COMPREPLY=($(compgen -P "$start" -W "$words" -- "$word"))
    }

    if [[ -n ${ZSH_VERSION-} ]]; then
      autoload -U +X compinit && compinit
      autoload -U +X bashcompinit && bashcompinit
    fi
    complete -o default -F _tfjs4j tfjs4j tensorflowjs_converter tensorflowjs_wizard
    """
        .formatted(
            script.options(), script.values(), String.join(" ", tfjs4j.getSubcommands().keySet()));
  }

  private void add(String command, List<String> names, List<String> values) {
    names.forEach(
        name -> commands.computeIfAbsent(command, _ -> new LinkedHashMap<>()).put(name, values));
  }

  private String options() {
    StringJoiner lines = new StringJoiner("");
    commands.forEach((command, options) -> lines.add(line(command, options.keySet())));
    return lines.toString();
  }

  private String values() {
    StringJoiner lines = new StringJoiner("");
    commands.forEach((command, options) ->
        options.forEach((option, values) -> {
          if (!values.isEmpty()) {
            lines.add(line(command + " " + option, values));
          }
        }));
    return lines.toString();
  }

  private static String line(String pattern, Iterable<String> words) {
    return "    '" + pattern + "') echo '" + String.join(" ", words) + "' ;;\n";
  }
}
