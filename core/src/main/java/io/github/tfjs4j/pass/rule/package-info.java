/// One rewrite a file, named by a verb phrase, with before and after in its first lines.
/// `PoolInsteadOfMean` and its test are the ones to imitate. Which rules run, and when, says
/// `io.github.tfjs4j.Pipelines`.
package io.github.tfjs4j.pass.rule;
