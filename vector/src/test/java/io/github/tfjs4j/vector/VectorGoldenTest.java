package io.github.tfjs4j.vector;

import io.github.tfjs4j.RunGoldenTest;

/// That models compute the golden numbers on the kernels of this module.
class VectorGoldenTest extends RunGoldenTest {}
