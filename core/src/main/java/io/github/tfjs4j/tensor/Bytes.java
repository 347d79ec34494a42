package io.github.tfjs4j.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A run of bytes in one or more pieces, usually parts of files: a weight may straddle two shards.
/// Nothing is read before it is needed, and nothing is kept.
public final class Bytes {
  /// No bytes.
  public static final Bytes EMPTY = new Bytes(List.of());

  /// How many bytes are on their way at once.
  private static final int BLOCK = 1 << 18;

  /// Where bytes come from: memory, or a file.
  @FunctionalInterface
  public interface Origin {
    /// Fills `into` with the bytes from `offset` on.
    ///
    /// @throws io.github.tfjs4j.FormatException where they are no longer there
    void read(long offset, MemorySegment into);
  }

  private record Piece(Origin origin, long offset, long size) {}

  private final List<Piece> pieces;

  /// Where each piece ends, counted from the start of the first.
  private final long[] ends;

  private Bytes(List<Piece> pieces) {
    this.pieces = pieces;
    this.ends = new long[pieces.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += pieces.get(i).size;
      ends[i] = end;
    }
  }

  /// `size` bytes from the start of `origin`.
  public static Bytes of(Origin origin, long size) {
    return size == 0 ? EMPTY : new Bytes(List.of(new Piece(origin, 0, size)));
  }

  /// Bytes in memory; they are not copied.
  public static Bytes of(MemorySegment memory) {
    return of(
        (offset, into) -> MemorySegment.copy(memory, offset, into, 0, into.byteSize()),
        memory.byteSize());
  }

  public static Bytes of(byte[] bytes) {
    return of(MemorySegment.ofArray(bytes));
  }

  /// The pieces one after another.
  public static Bytes concat(List<Bytes> parts) {
    List<Piece> pieces = new ArrayList<>();
    parts.forEach(p -> pieces.addAll(p.pieces));
    return new Bytes(List.copyOf(pieces));
  }

  public long size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /// `length` bytes from `offset`; both must lie within.
  public Bytes slice(long offset, long length) {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new IndexOutOfBoundsException(length + " bytes from " + offset + " of " + size());
    }
    List<Piece> out = new ArrayList<>();
    int first = Arrays.binarySearch(ends, offset);
    long at = offset;
    for (int i = first < 0 ? -first - 1 : first + 1; at < offset + length; i++) {
      Piece piece = pieces.get(i);
      long skipped = at - (ends[i] - piece.size);
      long taken = Math.min(offset + length, ends[i]) - at;
      if (taken > 0) {
        out.add(new Piece(piece.origin, piece.offset + skipped, taken));
      }
      at += taken;
    }
    return new Bytes(List.copyOf(out));
  }

  /// A copy of all bytes on the heap.
  public byte[] toArray() {
    byte[] out = new byte[Math.toIntExact(size())];
    copyTo(MemorySegment.ofArray(out));
    return out;
  }

  /// Little-endian float32 values.
  public float[] toFloats() {
    float[] out = new float[Math.toIntExact(size() / Float.BYTES)];
    copyTo(MemorySegment.ofArray(out));
    return out;
  }

  /// Little-endian int32 values.
  public int[] toInts() {
    int[] out = new int[Math.toIntExact(size() / Integer.BYTES)];
    copyTo(MemorySegment.ofArray(out));
    return out;
  }

  private void copyTo(MemorySegment to) {
    if (java.nio.ByteOrder.nativeOrder() != java.nio.ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedOperationException(
          "weight files are little-endian, and so must be this machine");
    }
    long at = 0;
    for (Piece piece : pieces) {
      long n = Math.min(piece.size, to.byteSize() - at);
      piece.origin.read(piece.offset, to.asSlice(at, n));
      at += n;
    }
  }

  /// Writes all bytes, with a copy of a small part of them at a time on the heap.
  public void writeTo(WritableByteChannel channel) throws IOException {
    byte[] block = new byte[(int) Math.min(size(), BLOCK)];
    for (Piece piece : pieces) {
      for (long at = 0; at < piece.size; ) {
        int n = (int) Math.min(piece.size - at, block.length);
        piece.origin.read(piece.offset + at, MemorySegment.ofArray(block).asSlice(0, n));
        ByteBuffer buffer = ByteBuffer.wrap(block, 0, n);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        at += n;
      }
    }
  }
}
