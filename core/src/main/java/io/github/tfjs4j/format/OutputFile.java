package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A model in one file: afterwards the file is the whole new one, or what it was before. It is made
/// under another name beside it, and the rename is the change. A process that is killed leaves that
/// other file, `.NAME-....tfjs4j-writing`, which may be deleted.
public final class OutputFile {
  /// What writes the content.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private OutputFile() {}

  /// Makes the folders of the file where they are missing.
  ///
  /// @return how many bytes were written
  /// @throws ModelException where it is a folder, or cannot be written
  public static long write(Path file, Content content) {
    Path absolute = file.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      throw new ModelException(
          "Output path \"" + file + "\" already exists as a folder; give a file");
    }
    try {
      Files.createDirectories(absolute.getParent());
      Path made =
          Files.createTempFile(
              absolute.getParent(), "." + absolute.getFileName() + "-", ".tfjs4j-writing");
      try {
        long size = fill(made, content);
        Files.move(made, absolute, StandardCopyOption.ATOMIC_MOVE);
        return size;
      } finally {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      throw OutputFolder.cannot("write", file, e);
    }
  }

  private static long fill(Path made, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      content.writeTo(out);
      out.flush();
      channel.force(true);
      return channel.size();
    }
  }
}
