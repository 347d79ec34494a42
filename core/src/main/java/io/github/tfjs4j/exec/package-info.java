/// Runs models in plain Java. [io.github.tfjs4j.exec.Interpreter] runs a graph's nodes through each
/// op's own reference evaluation; ops that call functions are interpreted here, see
/// [io.github.tfjs4j.exec.Interpretation], within [io.github.tfjs4j.exec.RunLimits].
package io.github.tfjs4j.exec;
