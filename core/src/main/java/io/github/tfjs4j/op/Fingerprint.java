package io.github.tfjs4j.op;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// FarmHash's `Fingerprint64`: a hash of bytes that is the same everywhere and for ever. All
/// arithmetic is modulo 2^64; words of the text are little-endian.
final class Fingerprint {
  private static final long K0 = 0xc3a5c85c97cb3127L;
  private static final long K1 = 0xb492b66fbe98f273L;
  private static final long K2 = 0x9ae16a3b2f90404fL;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Fingerprint() {}

  static long of(byte[] text) {
    int n = text.length;
    if (n == 0) {
      return K2;
    }
    if (n < 4) {
      return ofUpTo3(text);
    }
    long factor = K2 + 2L * n;
    if (n < 8) {
      long head = Integer.toUnsignedLong((int) INTS.get(text, 0));
      long tail = Integer.toUnsignedLong((int) INTS.get(text, n - 4));
      return mix(n + (head << 3), tail, factor);
    }
    if (n <= 16) {
      long head = word(text, 0) + K2;
      long tail = word(text, n - 8);
      return mix(turned(tail, 37) * factor + head, (turned(head, 25) + tail) * factor, factor);
    }
    if (n <= 32) {
      return half(text, word(text, 0) * K1, factor);
    }
    return n <= 64 ? ofUpTo64(text, factor) : ofLong(text);
  }

  private static long word(byte[] text, int at) {
    return (long) LONGS.get(text, at);
  }

  private static long turned(long v, int right) {
    return Long.rotateRight(v, right);
  }

  private static long folded(long v) {
    return v ^ (v >>> 47);
  }

  /// Two words to one.
  private static long mix(long u, long v, long factor) {
    long a = folded((u ^ v) * factor);
    return folded((v ^ a) * factor) * factor;
  }

  private static long ofUpTo3(byte[] text) {
    int n = text.length;
    int first = text[0] & 0xff;
    int middle = text[n >> 1] & 0xff;
    int last = text[n - 1] & 0xff;
    return folded(((first + (middle << 8)) * K2) ^ ((n + (last << 2)) * K0)) * K2;
  }

  /// Of the first and last 16 bytes.
  ///
  /// @param a the first word, times a constant
  private static long half(byte[] text, long a, long factor) {
    int n = text.length;
    long b = word(text, 8);
    long c = word(text, n - 8) * factor;
    long d = word(text, n - 16) * K2;
    return mix(turned(a + b, 43) + turned(c, 30) + d, a + turned(b + K2, 18) + c, factor);
  }

  private static long ofUpTo64(byte[] text, long factor) {
    int n = text.length;
    long a = word(text, 0) * K2;
    long b = word(text, 8);
    long c = word(text, n - 8) * factor;
    long d = word(text, n - 16) * K2;
    long y = turned(a + b, 43) + turned(c, 30) + d;
    long z = mix(y, a + turned(b + K2, 18) + c, factor);
    long e = word(text, 16) * factor;
    long f = word(text, 24);
    long g = (y + word(text, n - 32)) * factor;
    long h = (z + word(text, n - 24)) * factor;
    return mix(turned(e + f, 43) + turned(g, 30) + h, e + turned(f + a, 18) + g, factor);
  }

  /// Two words.
  private record Pair(long a, long b) {}

  /// 32 bytes and two words to two words.
  private static Pair weak(byte[] text, int at, long a, long b) {
    long first = a + word(text, at);
    long all = first + word(text, at + 8) + word(text, at + 16);
    long last = word(text, at + 24);
    return new Pair(all + last, turned(b + first + last, 21) + turned(all, 44) + first);
  }

  private static long ofLong(byte[] text) {
    int n = text.length;
    long seed = 81;
    long x = seed * K2 + word(text, 0);
    long y = seed * K1 + 113;
    long z = folded(y * K2 + 113) * K2;
    Pair v = new Pair(0, 0);
    Pair w = new Pair(0, 0);
    int blocks = (n - 1) / 64;
    for (int block = 0; block <= blocks; block++) {
      boolean end = block == blocks;
      // The last block is the last 64 bytes, which may have been seen in part.
      int at = end ? n - 64 : block * 64;
      long factor = end ? K1 + ((z & 0xff) << 1) : K1;
      int weight = end ? 9 : 1;
      if (end) {
        long more = w.a + ((n - 1) & 63);
        v = new Pair(v.a + more, v.b);
        w = new Pair(more + v.a, w.b);
      }
      x = turned(x + y + v.a + word(text, at + 8), 37) * factor;
      y = turned(y + v.b + word(text, at + 48), 42) * factor;
      x ^= w.b * weight;
      y += v.a * weight + word(text, at + 40);
      z = turned(z + w.a, 33) * factor;
      v = weak(text, at, v.b * factor, x + w.a);
      w = weak(text, at + 32, z + w.b, y + word(text, at + 16));
      long swap = z;
      z = x;
      x = swap;
      if (end) {
        return mix(mix(v.a, w.a, factor) + folded(y) * K0 + z, mix(v.b, w.b, factor) + x, factor);
      }
    }
    throw new AssertionError("the last block returns");
  }
}
