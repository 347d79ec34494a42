package io.github.tfjs4j.op;

import java.math.BigDecimal;
import java.util.function.DoubleSupplier;

/// Johannes Baagøe's generator Alea of numbers from 0 to 1, in steps of 2^-32: the one that TF.js
/// seeds. It multiplies with carry: each number is the fraction of a multiple of the third last,
/// and what is before the point is carried.
final class Alea implements DoubleSupplier {
  private static final double STEP = 0x1p-32;

  private final double[] last = new double[3];
  private int next;
  private double carry = 1;

  /// @param seed as JavaScript prints it
  Alea(String seed) {
    Mash mash = new Mash();
    for (int i = 0; i < 3; i++) {
      last[i] = mash.of(" ");
    }
    for (int i = 0; i < 3; i++) {
      last[i] -= mash.of(seed);
      last[i] += last[i] < 0 ? 1 : 0;
    }
  }

  /// @param seed a number of JavaScript, which is a double
  static Alea of(long seed) {
    return new Alea(new BigDecimal(Double.toString((double) seed)).toBigInteger().toString());
  }

  @Override
  public double getAsDouble() {
    double product = 2091639 * last[next] + carry * STEP;
    carry = (int) product;
    double number = product - carry;
    last[next] = number;
    next = (next + 1) % 3;
    return number;
  }

  /// Hashes texts one after another, each with what those before have left.
  private static final class Mash {
    private double state = 0xefc8249dL;

    private double of(String text) {
      for (int i = 0; i < text.length(); i++) {
        state += text.charAt(i);
        double product = 0.02519603282416938 * state;
        double whole = Math.floor(product);
        product = (product - whole) * whole;
        whole = Math.floor(product);
        state = whole + (product - whole) * 0x1p32;
      }
      return (long) state % (1L << 32) * STEP;
    }
  }
}
