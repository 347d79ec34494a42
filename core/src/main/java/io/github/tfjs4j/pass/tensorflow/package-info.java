/// How a graph is spelled for TensorFlow: rules for ops that TensorFlow has not, or takes otherwise
/// than TF.js does, one a file, and at last [SpellForTensorFlow], which puts every node into the
/// words of TensorFlow's own definitions.
///
/// `SpellPrelu` and its test are the ones to imitate. What is right for every target is in
/// `pass.rule`.
package io.github.tfjs4j.pass.tensorflow;
