package io.github.tfjs4j.app;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values of an input, read from a file: NumPy's `.npy`, nested arrays in `.json`, or the bare
/// values of the input's own type, little-endian, in any other.
final class InputFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private InputFile() {}

  /// @param type of the input; its shape, where the file has none
  /// @return a tensor of that type
  /// @throws FormatException where the file is damaged, or holds what does not fit
  static Tensor read(Path file, TensorType type) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String name = file.toString().toLowerCase(Locale.ROOT);
      Tensor tensor =
          name.endsWith(".npy")
              ? npy(bytes, type.type())
              : name.endsWith(".json") ? json(bytes, type.type()) : raw(bytes, type);
      if (!tensor.shape().isCompatible(type.shape())) {
        throw new ShapeException("holds " + tensor.shape() + ", the input takes " + type.shape());
      }
      return tensor;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (io.github.tfjs4j.ModelException e) {
      throw e.at(file.toString());
    }
  }

  private static Tensor raw(byte[] bytes, TensorType type) {
    int size = type.type().size();
    Shape shape = type.shape();
    if (shape.hasRank() && shape.rank() > 0 && !shape.isKnown(0)) {
      Shape rest = shape.sub(1, shape.rank());
      long each = rest.isFullyDefined() ? rest.longSize() * size : 0;
      if (each > 0 && bytes.length % each == 0) {
        shape = shape.with(0, Math.toIntExact(bytes.length / each));
      }
    }
    if (!shape.isFullyDefined()) {
      throw new FormatException(
          "bare values have no shape, and the input's is "
              + shape
              + ": give it with --input_shape");
    }
    if (shape.longSize() * size != bytes.length) {
      throw new FormatException(
          "holds "
              + bytes.length
              + " bytes, "
              + type.type().jsName()
              + shape
              + " takes "
              + shape.longSize() * size);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type.type()) {
            case FLOAT -> in.getFloat();
            case INT32 -> in.getInt();
            default -> in.get();
          };
    }
    return tensor(type.type(), shape, values);
  }

  private static Tensor json(byte[] bytes, DataType type) {
    Tree top = Json.parse(bytes, "is not JSON");
    List<Integer> dims = new ArrayList<>();
    for (Tree at = top; at.isList(); at = at.path(0)) {
      dims.add(at.size());
    }
    Shape shape = Shape.of(dims);
    double[] values = new double[shape.size()];
    if (fill(top, dims, 0, values, 0) != values.length) {
      throw new FormatException("holds no numbers in nested arrays of equal lengths");
    }
    return tensor(type, shape, values);
  }

  private static int fill(Tree node, List<Integer> dims, int depth, double[] values, int at) {
    if (depth == dims.size()) {
      if (!node.isNumber() && !node.isBoolean()) {
        throw new FormatException("expected a number, found " + ModelException.quoted(node));
      }
      values[at] = node.isBoolean() ? node.booleanValue() ? 1 : 0 : node.doubleValue();
      return at + 1;
    }
    if (!node.isList() || node.size() != dims.get(depth)) {
      throw new FormatException(
          "arrays at depth " + depth + " have other lengths than " + dims.get(depth));
    }
    int next = at;
    for (Tree element : node) {
      next = fill(element, dims, depth + 1, values, next);
    }
    return next;
  }

  private static Tensor npy(byte[] bytes, DataType type) {
    if (bytes.length < 12 || !ByteBuffer.wrap(bytes, 0, 6).equals(ByteBuffer.wrap(MAGIC))) {
      throw new FormatException("is no .npy file: it does not begin with \\x93NUMPY");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean old = bytes[6] == 1;
    int start = old ? 10 : 12;
    long length = old ? in.getShort(8) & 0xffff : in.getInt(8) & 0xffffffffL;
    if (start + length > bytes.length) {
      throw new FormatException("ends within its header");
    }
    String header = new String(bytes, start, (int) length, StandardCharsets.ISO_8859_1);
    String descr = find(header, "descr", "'([^']*)'");
    if (find(header, "fortran_order", "(True|False)").equals("True")) {
      throw new FormatException(
          "is stored column by column (fortran_order): save numpy.ascontiguousarray(x)");
    }
    Shape shape = shape(find(header, "shape", "\\(([^)]*)\\)"));
    in.position(start + (int) length);
    return tensor(type, shape, npyValues(in, descr, shape));
  }

  private static double[] npyValues(ByteBuffer in, String descr, Shape shape) {
    if (descr.startsWith(">")) {
      in.order(ByteOrder.BIG_ENDIAN);
    }
    String kind = descr.replaceFirst("^[<>|=]", "");
    int size =
        switch (kind) {
          case "f2", "i2", "u2" -> 2;
          case "f4", "i4", "u4" -> 4;
          case "f8", "i8", "u8" -> 8;
          case "i1", "u1", "b1" -> 1;
          default ->
              throw new FormatException(
                  "elements of type '" + descr + "' are not read: save numbers or bools");
        };
    if (in.remaining() != shape.longSize() * size) {
      throw new FormatException(
          "holds "
              + in.remaining()
              + " bytes of values, "
              + descr
              + shape
              + " takes "
              + shape.longSize() * size);
    }
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (kind) {
            case "f2" -> Float.float16ToFloat(in.getShort());
            case "f4" -> in.getFloat();
            case "f8" -> in.getDouble();
            case "i2" -> in.getShort();
            case "u2" -> in.getShort() & 0xffff;
            case "i4" -> in.getInt();
            case "u4" -> in.getInt() & 0xffffffffL;
            case "i8", "u8" -> in.getLong();
            case "u1" -> in.get() & 0xff;
            default -> in.get();
          };
    }
    return values;
  }

  private static String find(String header, String key, String value) {
    Matcher m = Pattern.compile("'" + key + "'\\s*:\\s*" + value).matcher(header);
    if (!m.find()) {
      throw new FormatException("the header has no " + key);
    }
    return m.group(1);
  }

  private static Shape shape(String dims) {
    try {
      return Shape.of(
          Pattern.compile(",")
              .splitAsStream(dims)
              .map(String::strip)
              .filter(d -> !d.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray());
    } catch (NumberFormatException e) {
      throw new FormatException("the header's shape is no shape: (" + dims + ")", e);
    }
  }

  private static Tensor tensor(DataType type, Shape shape, double[] values) {
    if (type == DataType.INT32) {
      for (double value : values) {
        if ((int) value != value) {
          throw new FormatException("the input takes int32, but holds " + value);
        }
      }
    }
    return switch (type) {
      case FLOAT, INT32, BOOL -> Tensor.of(values, type, shape);
      default ->
          throw new FormatException("inputs of type " + type.jsName() + " are not read from files");
    };
  }
}
