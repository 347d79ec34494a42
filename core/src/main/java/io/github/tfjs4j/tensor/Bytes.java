package io.github.tfjs4j.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/// A run of bytes in one or more pieces, usually parts of memory-mapped files: a weight may
/// straddle two shards. Nothing is read before it is needed.
public final class Bytes {
  /// No bytes.
  public static final Bytes EMPTY = new Bytes(List.of());

  private final List<MemorySegment> pieces;

  private Bytes(List<MemorySegment> pieces) {
    this.pieces = pieces;
  }

  public static Bytes of(MemorySegment piece) {
    return new Bytes(List.of(piece));
  }

  public static Bytes of(byte[] bytes) {
    return of(MemorySegment.ofArray(bytes));
  }

  /// The pieces one after another.
  public static Bytes concat(List<Bytes> parts) {
    List<MemorySegment> pieces = new ArrayList<>();
    parts.forEach(p -> pieces.addAll(p.pieces));
    return new Bytes(List.copyOf(pieces));
  }

  public long size() {
    long size = 0;
    for (MemorySegment piece : pieces) {
      size += piece.byteSize();
    }
    return size;
  }

  /// `length` bytes from `offset`; both must lie within.
  public Bytes slice(long offset, long length) {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new IndexOutOfBoundsException(length + " bytes from " + offset + " of " + size());
    }
    List<MemorySegment> out = new ArrayList<>();
    for (MemorySegment piece : pieces) {
      long n = piece.byteSize();
      if (offset < n && length > 0) {
        long take = Math.min(length, n - offset);
        out.add(piece.asSlice(offset, take));
        length -= take;
        offset = 0;
      } else {
        offset = Math.max(0, offset - n);
      }
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
    for (MemorySegment piece : pieces) {
      MemorySegment.copy(piece, 0, to, at, Math.min(piece.byteSize(), to.byteSize() - at));
      at += piece.byteSize();
    }
  }

  public byte get(long offset) {
    for (MemorySegment piece : pieces) {
      if (offset < piece.byteSize()) {
        return piece.get(ValueLayout.JAVA_BYTE, offset);
      }
      offset -= piece.byteSize();
    }
    throw new IndexOutOfBoundsException("past the end by " + offset);
  }

  /// Writes all bytes, without a copy of them on the heap.
  public void writeTo(WritableByteChannel channel) throws IOException {
    for (MemorySegment piece : pieces) {
      // Only bytes can be seen as a buffer: what is kept as float[] or int[] goes through a small
      // one.
      boolean direct = piece.heapBase().map(base -> base instanceof byte[]).orElse(true);
      long most = direct ? 1 << 26 : 1 << 16;
      for (long at = 0; at < piece.byteSize(); ) {
        long n = Math.min(piece.byteSize() - at, most);
        MemorySegment part = piece.asSlice(at, n);
        ByteBuffer buffer =
            direct ? part.asByteBuffer() : ByteBuffer.wrap(part.toArray(ValueLayout.JAVA_BYTE));
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        at += n;
      }
    }
  }
}
