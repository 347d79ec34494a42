/// What is always right and always good, whatever the graph is made for: one rewrite a file, named
/// by a verb phrase, with before and after in its first lines. `FoldPadIntoConv` and its test are
/// the ones to imitate. Which rules run, and when, says `io.github.tfjs4j.Pipelines`.
///
/// This package knows no target: how a graph is spelled for one is the matter of a package beside
/// it.
package io.github.tfjs4j.pass.rule;
