package io.github.tfjs4j.app;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// NumPy's `.npz`: a zip archive of `.npy` files, called as their arrays.
final class NpzFile {
  private static final String NPY = ".npy";

  private NpzFile() {}

  /// The arrays in it, in their order.
  static List<String> names(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names = new ArrayList<>();
      zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(NPY))
          .forEach(name -> names.add(name.substring(0, name.length() - NPY.length())));
      return names;
    }
  }

  /// The `.npy` file of an array.
  ///
  /// @param array its name; where there is but one, that is meant whatever it is called
  /// @param most bytes
  static byte[] read(Path file, String array, int most) throws IOException {
    List<String> names = names(file);
    String name = names.size() == 1 ? names.getFirst() : array;
    if (!names.contains(name)) {
      throw new FormatException(
          "has no array '" + array + "', its arrays are " + FormatException.quoted(names));
    }
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name + NPY))) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new LimitException(
            name
                + " unpacks to more than the "
                + most
                + " bytes that a quarter of the memory holds");
      }
      return bytes;
    }
  }
}
