/// How a graph is spelled and repaired for TensorFlow.js 4.22.0: rules that pay because of what its
/// executor and its backends do, one a file. Fused products, recurrences as copies of their step or
/// as loops, and the forms that make the step of a recurrence a handful of nodes.
///
/// `PoolInsteadOfMean` and its test are the ones to imitate. What is right for every target is in
/// `pass.rule`.
package io.github.tfjs4j.pass.tfjs;
