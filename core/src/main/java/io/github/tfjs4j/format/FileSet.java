package io.github.tfjs4j.format;

import io.github.tfjs4j.tensor.Bytes;

/// Files by name: a folder, an archive, memory. Names have `/` between folders.
public interface FileSet {
  boolean has(String name);

  /// The content of a file, which may be read as late as somebody asks for its bytes.
  ///
  /// @throws io.github.tfjs4j.FormatException where there is no such file, or it cannot be read
  Bytes bytes(String name);

  /// What lies behind a name that a file of the model gave: equal for two names of one file.
  ///
  /// @throws io.github.tfjs4j.FormatException where that is not in this set
  default Object identity(String name) {
    return name;
  }
}
