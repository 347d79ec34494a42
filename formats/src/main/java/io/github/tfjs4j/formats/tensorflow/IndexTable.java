package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.tensor.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/// The table of keys and values in `variables.index`: blocks of entries in the order of their keys,
/// each of which repeats only what it has not in common with the one before; then a block that says
/// where these are, and at the very end where that one is. Every block has a checksum.
///
/// Keys need not be text: they are given as ISO 8859-1, one character a byte.
final class IndexTable {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;

  /// Behind a block: how it is compressed, and its checksum.
  private static final int TRAILER = 5;

  /// More than any bundle has: each tensor takes some 60 bytes.
  private static final long MOST_BYTES = 1L << 30;

  /// Keys repeat each other's beginnings, so a small file can hold very long ones.
  private static final long MOST_KEYS = 1L << 28;

  private final byte[] content;
  private final ByteBuffer file;
  private final String where;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private long keyBytes;

  private IndexTable(byte[] content, String where) {
    this.content = content;
    this.file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    this.where = where;
  }

  /// @param where the file, for messages
  /// @throws FormatException where the bytes are no whole table
  static Map<String, byte[]> read(Bytes bytes, String where) {
    if (bytes.size() < FOOTER || bytes.size() > MOST_BYTES) {
      throw new FormatException(where + ": an index of " + bytes.size() + " bytes is none");
    }
    IndexTable table = new IndexTable(bytes.toArray(), where);
    table.read();
    return table.entries;
  }

  private void read() {
    int footer = file.limit() - FOOTER;
    if (file.getLong(file.limit() - Long.BYTES) != MAGIC) {
      throw new FormatException(where + ": this is no index of a SavedModel's variables");
    }
    ByteBuffer handles = file.duplicate().position(footer);
    handle(handles);
    ByteBuffer index = block(handle(handles));
    new Entries(index)
        .each((_, handle) -> new Entries(block(handle(ByteBuffer.wrap(handle)))).each(this::put));
  }

  private void put(byte[] key, byte[] value) {
    keyBytes += key.length;
    if (keyBytes > MOST_KEYS) {
      throw new FormatException(
          where + ": its keys are longer than " + MOST_KEYS + " bytes together");
    }
    entries.put(new String(key, StandardCharsets.ISO_8859_1), value);
  }

  private record Handle(long offset, long size) {}

  private Handle handle(ByteBuffer from) {
    return new Handle(varint(from), varint(from));
  }

  private long varint(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < 64 && from.hasRemaining(); shift += 7) {
      byte b = from.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new FormatException(where + ": a number runs past the end of its block");
  }

  /// The content of a block.
  private ByteBuffer block(Handle at) {
    if (at.offset < 0 || at.size < 0 || at.offset > file.limit() - TRAILER - at.size) {
      throw new FormatException(
          where
              + ": a block of "
              + at.size
              + " bytes at "
              + at.offset
              + " runs past the end at "
              + file.limit());
    }
    int offset = (int) at.offset;
    int size = (int) at.size;
    int stored = file.getInt(offset + size + 1);
    if (stored != masked(content, offset, size + 1)) {
      throw new FormatException(where + ": the checksum of the block at " + offset + " is wrong");
    }
    byte compression = file.get(offset + size);
    byte[] block = Arrays.copyOfRange(content, offset, offset + size);
    return switch (compression) {
      case 0 -> ByteBuffer.wrap(block);
      case 1 -> ByteBuffer.wrap(Snappy.uncompress(block, where));
      default ->
          throw new UnsupportedModelException(
              where + ": a block is compressed in the unknown way " + compression);
    };
  }

  /// The checksum of bytes as these files have it.
  static int masked(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return masked(crc);
  }

  static int masked(CRC32C crc) {
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + 0xa282ead8;
  }

  @FunctionalInterface
  private interface Entry {
    void is(byte[] key, byte[] value);
  }

  /// The entries of a block.
  private final class Entries {
    private final ByteBuffer block;

    Entries(ByteBuffer block) {
      this.block = block.order(ByteOrder.LITTLE_ENDIAN);
      int size = block.limit();
      long restarts = size < Integer.BYTES ? -1 : block.getInt(size - Integer.BYTES);
      if (restarts < 0 || (restarts + 1) * Integer.BYTES > size) {
        throw new FormatException(where + ": a block of " + size + " bytes has no end");
      }
      block.limit((int) (size - (restarts + 1) * Integer.BYTES));
    }

    void each(Entry entry) {
      byte[] key = {};
      while (block.hasRemaining()) {
        long shared = varint(block);
        long own = varint(block);
        long value = varint(block);
        if (shared < 0
            || shared > key.length
            || own < 0
            || value < 0
            || own > block.remaining()
            || value > block.remaining() - own) {
          throw new FormatException(where + ": an entry runs past the end of its block");
        }
        byte[] next = Arrays.copyOf(key, (int) (shared + own));
        block.get(next, (int) shared, (int) own);
        key = next;
        byte[] content = new byte[(int) value];
        block.get(content);
        entry.is(key, content);
      }
    }
  }
}
