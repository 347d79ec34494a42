/// Models as TensorFlow.js keeps them: a `model.json` and the weight files beside it. [Format] is
/// the entry type, [Formats] lists the formats there are.
///
/// Readers are dumb: they make artifacts of what the file says, check it, and leave the weights in
/// their files. Nothing here knows what a layer means, which graph is good, or how a model is run.
package io.github.tfjs4j.format;
