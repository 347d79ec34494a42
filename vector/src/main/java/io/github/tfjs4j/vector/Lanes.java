package io.github.tfjs4j.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vectors of this machine; the system property `tfjs4j.vector.bits` says others.
final class Lanes {
  static final VectorSpecies<Float> FLOATS = species();

  /// Floats of a vector.
  static final int LENGTH = FLOATS.length();

  /// Vectors of a tile's row: what fits into the registers beside six rows of sums.
  static final int MOST_VECTORS = FLOATS.vectorBitSize() >= 512 ? 4 : 2;

  private Lanes() {}

  private static VectorSpecies<Float> species() {
    Integer bits = Integer.getInteger("tfjs4j.vector.bits");
    return bits == null
        ? FloatVector.SPECIES_PREFERRED
        : VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }
}
