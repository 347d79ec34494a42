/// The commands `tfjs4j`, `tensorflowjs_converter` and `tensorflowjs_wizard`.
/// [io.github.tfjs4j.app.Main] is where they start; [io.github.tfjs4j.app.Tfjs4j] lists the
/// subcommands, a class each.
///
/// Commands read arguments, call the front door of the core and print. They know nothing of layers,
/// ops or rules, and every failure becomes a message and an exit status in one place,
/// [io.github.tfjs4j.app.Exit].
package io.github.tfjs4j.app;
