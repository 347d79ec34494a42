package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.FormatException;
import java.util.Arrays;

/// Blocks as LevelDB may compress them: the length of the content, then runs of bytes and copies of
/// what is there already.
final class Snappy {
  /// The most that one byte of a copy can stand for is about 21 bytes.
  private static final int MOST_GROWTH = 32;

  private final byte[] in;
  private final String where;
  private int at;
  private byte[] out = {};
  private int length;

  private Snappy(byte[] in, String where) {
    this.in = in;
    this.where = where;
  }

  static byte[] uncompress(byte[] block, String where) {
    return new Snappy(block, where).uncompress();
  }

  private byte[] uncompress() {
    long size = 0;
    int shift = 0;
    int b;
    do {
      b = next();
      size |= (b & 0x7fL) << shift;
      shift += 7;
    } while (b >= 0x80 && shift < 35);
    if (size > (long) MOST_GROWTH * in.length) {
      throw wrong();
    }
    out = new byte[(int) size];
    while (at < in.length) {
      int tag = next();
      switch (tag & 3) {
        case 0 -> literal(tag >>> 2);
        case 1 -> copy(next() | ((tag >>> 5) << 8), ((tag >>> 2) & 7) + 4);
        case 2 -> copy(number(2), (tag >>> 2) + 1);
        default -> copy(number(4), (tag >>> 2) + 1);
      }
    }
    return length == out.length ? out : Arrays.copyOf(out, length);
  }

  private void literal(int code) {
    long count = (code < 60 ? code : number(code - 59)) + 1;
    if (count > in.length - at || count > out.length - length) {
      throw wrong();
    }
    System.arraycopy(in, at, out, length, (int) count);
    at += (int) count;
    length += (int) count;
  }

  private void copy(long back, int count) {
    if (back <= 0 || back > length || count > out.length - length) {
      throw wrong();
    }
    // Byte by byte: a copy may run into what it makes.
    for (int i = 0; i < count; i++, length++) {
      out[length] = out[length - (int) back];
    }
  }

  private long number(int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  private int next() {
    if (at >= in.length) {
      throw wrong();
    }
    return in[at++] & 0xff;
  }

  private FormatException wrong() {
    return new FormatException(where + ": a compressed block is damaged at byte " + at);
  }
}
