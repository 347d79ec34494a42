package io.github.tfjs4j.tensor;

import io.github.tfjs4j.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Strings one after another, each with its length in 4 little-endian bytes in front.
public record Strings() implements Encoding {
  private static final byte[] EMPTY = {};

  @Override
  public DataType type() {
    return DataType.STRING;
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public String label() {
    return "string";
  }

  @Override
  public Tensor decode(Bytes bytes, Shape shape) {
    byte[][] out = new byte[shape.size()][];
    Walk walk = new Walk(bytes);
    for (int i = 0; i < out.length; i++) {
      out[i] = walk.next(i, out.length);
    }
    return Tensor.adoptStrings(out, shape);
  }

  /// How many bytes the first `count` strings take.
  ///
  /// @throws FormatException where they run past the end
  public static long length(Bytes bytes, long count) {
    if (count > bytes.size() / Integer.BYTES) {
      throw new FormatException(
          count
              + " strings take at least "
              + Integer.BYTES
              + " bytes each, but "
              + bytes.size()
              + " bytes are there");
    }
    Walk walk = new Walk(bytes);
    for (long i = 0; i < count; i++) {
      walk.skip(i, count);
    }
    return walk.at;
  }

  /// Over bytes of which a block at a time is in memory.
  private static final class Walk {
    private static final int BLOCK = 1 << 16;

    private final Bytes bytes;
    private byte[] block = EMPTY;
    private long start;
    private long at;

    Walk(Bytes bytes) {
      this.bytes = bytes;
    }

    byte[] next(long i, long count) {
      int length = length(i, count);
      byte[] string = length == 0 ? EMPTY : bytes.slice(at, length).toArray();
      at += length;
      return string;
    }

    void skip(long i, long count) {
      int length = length(i, count);
      at += length;
    }

    /// Goes behind the length and gives it.
    private int length(long i, long count) {
      long rest = bytes.size() - at - Integer.BYTES;
      long length = rest < 0 ? Long.MAX_VALUE : unsigned();
      if (length > rest || length > Integer.MAX_VALUE) {
        throw new FormatException(
            "string "
                + i
                + " of "
                + count
                + " starts at byte "
                + at
                + ", and runs past the end at "
                + bytes.size());
      }
      at += Integer.BYTES;
      return (int) length;
    }

    private long unsigned() {
      if (at < start || at + Integer.BYTES > start + block.length) {
        block = bytes.slice(at, Math.min(BLOCK, bytes.size() - at)).toArray();
        start = at;
      }
      ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
      return buffer.getInt((int) (at - start)) & 0xffff_ffffL;
    }
  }
}
