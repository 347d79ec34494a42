package io.github.tfjs4j.format;

/// What a write left behind besides `model.json`.
///
/// @param weightBytes of all weight files together
/// @param weightFiles how many there are
public record Written(long weightBytes, int weightFiles) {}
