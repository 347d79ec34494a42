package io.github.tfjs4j.app;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipException;

/// The values of an input, read from a file. Its name's ending says what it is: NumPy's `.npy` and
/// `.npz`, nested arrays in `.json`, a table in `.csv`, a picture, and the bare values of the
/// input's own type, little-endian, in any other.
final class InputFile {
  static final String NPZ = ".npz";

  /// A line of a table becomes many objects.
  private static final int BLOAT = 16;

  private InputFile() {}

  static Tensor read(Path file, TensorType type) {
    return read(file, "", type, Pixels.RAW);
  }

  /// @param name of the input, which arrays of an archive are told apart by
  /// @param type of the input; its shape, where the file has none
  /// @param pixels what becomes of a picture's
  /// @return a tensor of that type
  /// @throws FormatException where the file is damaged, or holds what does not fit
  /// @throws LimitException where it is larger than the memory is for
  static Tensor read(Path file, String name, TensorType type, Pixels pixels) {
    try {
      Tensor tensor = tensor(file, name, type, pixels);
      if (!tensor.shape().isCompatible(type.shape())) {
        throw new ShapeException("holds " + tensor.shape() + ", the input takes " + type.shape());
      }
      return tensor;
    } catch (ZipException e) {
      throw new FormatException("is no .npz file: " + e.getMessage(), e).at(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ModelException e) {
      throw e.at(file.toString());
    }
  }

  private static Tensor tensor(Path file, String name, TensorType type, Pixels pixels)
      throws IOException {
    int most = (int) Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / 4);
    return switch (ending(file)) {
      case ".npy" -> NpyFile.read(bytes(file, most), type.type());
      case NPZ -> NpyFile.read(NpzFile.read(file, name, most), type.type());
      case ".json" -> JsonArrays.read(Json.parse(bytes(file, most), "is not JSON"), type.type());
      case ".csv" -> CsvFile.read(bytes(file, most / BLOAT), type);
      case ".png", ".jpg", ".jpeg", ".gif", ".bmp" ->
          PictureFile.read(bytes(file, most), type, pixels);
      default -> bare(bytes(file, most), type);
    };
  }

  static String ending(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.substring(Math.max(0, name.lastIndexOf('.')));
  }

  /// What comes out of a pipe has no size that could be asked for.
  private static byte[] bytes(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new LimitException(
            "is larger than the "
                + most
                + " bytes that the memory is for; give the JVM more, for example"
                + " JDK_JAVA_OPTIONS=-Xmx8g");
      }
      return bytes;
    }
  }

  private static Tensor bare(byte[] bytes, TensorType type) {
    int size = type.type().size();
    if (size == 0) {
      throw new FormatException(
          "the input takes "
              + type.type().jsName()
              + ", which bare values cannot be: give nested arrays in a .json file");
    }
    Shape shape = type.shape();
    if (shape.hasRank() && shape.rank() > 0 && !shape.isKnown(0)) {
      Shape rest = shape.sub(1, shape.rank());
      long each = rest.isFullyDefined() ? rest.longSize() : 0;
      if (each > 0 && each <= bytes.length && bytes.length % (each * size) == 0) {
        shape = shape.with(0, Math.toIntExact(bytes.length / (each * size)));
      }
    }
    if (!shape.isFullyDefined()) {
      throw new FormatException(
          "bare values have no shape, and the input's is "
              + shape
              + ": give it as NAME:2x3=FILE or with --input_shape");
    }
    long count = shape.longSize();
    if (count > bytes.length || count * size != bytes.length) {
      throw new FormatException(
          "holds "
              + bytes.length
              + " bytes, "
              + type.type().jsName()
              + shape
              + " takes "
              + (count > Long.MAX_VALUE / size ? "more" : count * size));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return Elements.numbers(
        type.type(),
        shape,
        i ->
            switch (type.type()) {
              case FLOAT -> in.getFloat(4 * i);
              case INT32 -> in.getInt(4 * i);
              default -> in.get(i);
            });
  }
}
