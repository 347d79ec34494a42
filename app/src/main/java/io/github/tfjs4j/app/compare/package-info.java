/// How fast a model is as a LayersModel and as a GraphModel, wherever it runs:
/// [io.github.tfjs4j.app.compare.Contest] has the models and what is measured,
/// [io.github.tfjs4j.app.compare.Board] what came out, and [io.github.tfjs4j.app.compare.Page]
/// shows it.
///
/// Our own runtime is measured in this process. Browsers and Node are clients of a
/// [io.github.tfjs4j.app.compare.Server] on the loopback interface, which hands them models and
/// inputs and takes their times and outputs.
package io.github.tfjs4j.app.compare;
