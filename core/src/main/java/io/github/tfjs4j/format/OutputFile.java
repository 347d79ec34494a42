package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;

/// A model in one file, replaced as an [OutputFolder] replaces its model: afterwards the file is
/// the whole new one, or what it was before.
public final class OutputFile {
  /// What writes the content.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private OutputFile() {}

  /// Makes the folders of the file where they are missing.
  ///
  /// @throws ModelException where it is a folder, or cannot be written
  public static void write(Path file, Content content) {
    try (OutputFolder output = OutputFolder.ofFile(file)) {
      try (OutputStream out =
          new BufferedOutputStream(
              Channels.newOutputStream(output.create(file.getFileName().toString())))) {
        content.writeTo(out);
      } catch (IOException e) {
        throw OutputFolder.cannot("write", file, e);
      }
      output.commit();
    }
  }
}
