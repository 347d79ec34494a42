package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.tensor.Bytes;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/// Bytes as a channel. Blocks that were read lately are kept: the structure of an HDF5 file is read
/// in many small pieces.
final class BytesChannel implements SeekableByteChannel {
  private static final int BLOCK = 1 << 15;
  private static final int MOST_BLOCKS = 128;

  private final Bytes bytes;
  private final Map<Long, byte[]> blocks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > MOST_BLOCKS;
        }
      };

  private long position;

  BytesChannel(Bytes bytes) {
    this.bytes = bytes;
  }

  /// Reads as much as is asked for and there.
  @Override
  public int read(ByteBuffer into) {
    if (position >= bytes.size()) {
      return -1;
    }
    int before = into.remaining();
    while (into.hasRemaining() && position < bytes.size()) {
      byte[] block = blocks.computeIfAbsent(position / BLOCK, this::block);
      int at = (int) (position % BLOCK);
      int n = Math.min(into.remaining(), block.length - at);
      into.put(block, at, n);
      position += n;
    }
    return before - into.remaining();
  }

  private byte[] block(long number) {
    long start = number * BLOCK;
    return bytes.slice(start, Math.min(BLOCK, bytes.size() - start)).toArray();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position of " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public int write(ByteBuffer src) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
