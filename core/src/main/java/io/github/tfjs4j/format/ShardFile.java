package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/// A weight file, read piece by piece as its bytes are asked for, and for as long as it is the file
/// that was found at first. It is not mapped into memory: to touch a mapped file that somebody has
/// cut off ends the JVM's day.
final class ShardFile implements Bytes.Origin {
  /// Files of at most this many bytes are read at once.
  private static final int SMALL = 1 << 16;

  private static final int BLOCK = 1 << 18;

  private final Path path;
  private final BasicFileAttributes found;

  private ShardFile(Path path, BasicFileAttributes found) {
    this.path = path;
    this.found = found;
  }

  /// @throws FormatException where it is not a file that can be read
  static Bytes read(Path path) {
    try {
      ShardFile file = new ShardFile(path, Files.readAttributes(path, BasicFileAttributes.class));
      Bytes bytes = Bytes.of(file, file.found.size());
      return bytes.size() <= SMALL ? Bytes.of(bytes.toArray()) : bytes;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public void read(long offset, MemorySegment into) {
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer block = ByteBuffer.allocate((int) Math.min(into.byteSize(), BLOCK));
      for (long at = 0; at < into.byteSize(); at += block.limit()) {
        block.clear().limit((int) Math.min(into.byteSize() - at, block.capacity()));
        while (block.hasRemaining() && channel.read(block, offset + at + block.position()) >= 0) {
          // Short reads are allowed.
        }
        if (block.hasRemaining()) {
          checkUnchanged();
          throw new IOException("it ends early, at byte " + (offset + at + block.position()));
        }
        MemorySegment.copy(MemorySegment.ofArray(block.array()), 0, into, at, block.limit());
      }
      checkUnchanged();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /// Looked at after a read, this says of the bytes that were read whether they are those of the
  /// model.
  private void checkUnchanged() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    if (now.size() != found.size()
        || !now.lastModifiedTime().equals(found.lastModifiedTime())
        || !Objects.equals(now.fileKey(), found.fileKey())) {
      throw new FormatException(
          path
              + ": it was changed while the model was read: "
              + describe(found)
              + " became "
              + describe(now)
              + "; read the model again when nobody writes it");
    }
  }

  private static String describe(BasicFileAttributes file) {
    return file.size() + " bytes of " + file.lastModifiedTime();
  }

  private static FormatException unreadable(Path path, IOException e) {
    return new FormatException(path + ": cannot be read: " + Json.reason(e), e);
  }
}
