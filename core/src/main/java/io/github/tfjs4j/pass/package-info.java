/// Functions from graph to graph, and what they are made of.
///
/// Begin with [io.github.tfjs4j.pass.Pass]. Most passes are a [io.github.tfjs4j.pass.Rewrite]: a
/// list of [io.github.tfjs4j.pass.Rule]s, each of which looks at one node through a
/// [io.github.tfjs4j.pass.Site] and may give a replacement; the driver builds a new graph of it. A
/// [io.github.tfjs4j.pass.Pipeline] runs passes one after another and records what each did.
///
/// The other types are nouns that several rules speak of: an [io.github.tfjs4j.pass.Affine] map of
/// channels, a [io.github.tfjs4j.pass.Product] with its bias, an [io.github.tfjs4j.pass.AxisOrder],
/// [io.github.tfjs4j.pass.SameShape].
///
/// This package knows ops, but no layers and no files, and it changes nothing in place.
package io.github.tfjs4j.pass;
