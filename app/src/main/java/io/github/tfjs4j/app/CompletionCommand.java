package io.github.tfjs4j.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tfjs4j completion`: a script that completes all commands in bash and zsh.
@Command(
    name = CompletionCommand.NAME,
    description = {
      "Print a completion script for bash and zsh.",
      "Try it with: source <(tfjs4j completion)"
    })
final class CompletionCommand implements Callable<Integer> {
  static final String NAME = "completion";

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal
        .out()
        .print(CompletionScript.of(spec.root().commandLine(), TensorflowjsConverter.ARGUMENTS));
    return Exit.OK;
  }
}
