package io.github.tfjs4j.app;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// NumPy's `.npy`: a line of Python that says type, order and shape, and the values.
final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int CHUNK = 1 << 16;

  private NpyFile() {}

  // ---- reading ----

  /// @param wanted what becomes of the values
  /// @throws FormatException where this is no such file, or its values are of another kind
  static Tensor read(byte[] bytes, DataType wanted) {
    if (bytes.length < 12 || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
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
    boolean byColumns = find(header, "fortran_order", "(True|False)").equals("True");
    Shape shape = shape(find(header, "shape", "\\(([^)]*)\\)"));
    ByteBuffer values = in.slice(start + (int) length, bytes.length - start - (int) length);
    values.order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    String kind = descr.replaceFirst("^[<>|=]", "");
    IntUnaryOperator place = byColumns ? columns(shape) : i -> i;
    if (kind.matches("[SU]\\d{1,9}")) {
      checkSize(values, shape, elementSize(kind), descr);
      return Elements.strings(wanted, shape, i -> string(values, kind, place.applyAsInt(i)));
    }
    int size = numberSize(kind, descr);
    checkSize(values, shape, size, descr);
    IntToDoubleFunction number = number(values, kind);
    return Elements.numbers(wanted, shape, i -> number.applyAsDouble(place.applyAsInt(i) * size));
  }

  private static void checkSize(ByteBuffer values, Shape shape, int size, String descr) {
    long count = shape.longSize();
    // As many empty strings as one likes take no byte.
    boolean tooFew = size == 0 ? count > 0 : values.remaining() / size < count;
    if (tooFew || values.remaining() != count * size) {
      throw new FormatException(
          "holds "
              + values.remaining()
              + " bytes of values, "
              + descr
              + shape
              + " takes "
              + (count > Long.MAX_VALUE / Math.max(1, size) ? "more" : count * size));
    }
  }

  private static int numberSize(String kind, String descr) {
    return switch (kind) {
      case "i1", "u1", "b1" -> 1;
      case "f2", "i2", "u2" -> 2;
      case "f4", "i4", "u4" -> 4;
      case "f8", "i8", "u8" -> 8;
      default ->
          throw new FormatException(
              "elements of type '"
                  + FormatException.quoted(descr)
                  + "' are not read: save numbers, bools or strings");
    };
  }

  private static IntToDoubleFunction number(ByteBuffer in, String kind) {
    return switch (kind) {
      case "f2" -> at -> Float.float16ToFloat(in.getShort(at));
      case "f4" -> in::getFloat;
      case "f8" -> in::getDouble;
      case "i1", "b1" -> in::get;
      case "i2" -> in::getShort;
      case "i4" -> in::getInt;
      case "i8" -> in::getLong;
      case "u1" -> at -> in.get(at) & 0xff;
      case "u2" -> at -> in.getShort(at) & 0xffff;
      case "u4" -> at -> in.getInt(at) & 0xffffffffL;
      default -> at -> unsigned(in.getLong(at));
    };
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }

  // ---- strings ----

  /// Of `U3` the three code points take four bytes each.
  private static int elementSize(String kind) {
    long size = Long.parseLong(kind.substring(1)) * (kind.startsWith("U") ? 4 : 1);
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private static byte[] string(ByteBuffer in, String kind, int index) {
    int size = elementSize(kind);
    int at = index * size;
    int end = at + size;
    if (kind.startsWith("S")) {
      while (end > at && in.get(end - 1) == 0) {
        end--;
      }
      byte[] bytes = new byte[end - at];
      in.get(at, bytes);
      return bytes;
    }
    while (end > at && in.getInt(end - 4) == 0) {
      end -= 4;
    }
    StringBuilder text = new StringBuilder();
    for (int i = at; i < end; i += 4) {
      int point = in.getInt(i);
      if (!Character.isValidCodePoint(point)) {
        throw new FormatException("element " + index + " holds " + point + ", which is no letter");
      }
      text.appendCodePoint(point);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  // ---- the header ----

  private static String find(String header, String key, String value) {
    Matcher m = Pattern.compile("'" + key + "'\\s{0,9}:\\s{0,9}" + value).matcher(header);
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
              .mapToInt(NpyFile::dim)
              .toArray());
    } catch (NumberFormatException e) {
      throw new FormatException(
          "the header's shape is no shape: (" + FormatException.quoted(dims) + ")", e);
    }
  }

  private static int dim(String text) {
    int dim = Integer.parseInt(text);
    if (dim < 0) {
      throw new NumberFormatException(text);
    }
    return dim;
  }

  /// Where element `i` in the order of rows lies in a file that goes by columns.
  private static IntUnaryOperator columns(Shape shape) {
    int[] dims = shape.dims();
    return i -> {
      int rest = i;
      int at = 0;
      int stride = shape.size();
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        stride /= dims[axis];
        at += rest % dims[axis] * stride;
        rest /= dims[axis];
      }
      return at;
    };
  }

  // ---- writing ----

  /// Whether a file can hold it: numbers and bools.
  static boolean holds(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT, INT32, BOOL, COMPLEX64 -> true;
      default -> false;
    };
  }

  static void write(Tensor tensor, OutputStream out) throws IOException {
    String descr =
        switch (tensor.type()) {
          case FLOAT -> "<f4";
          case INT32 -> "<i4";
          case BOOL -> "|b1";
          case COMPLEX64 -> "<c8";
          default -> throw new IllegalArgumentException(tensor.type().jsName());
        };
    out.write(header(descr, tensor.shape()));
    if (tensor.type() == DataType.BOOL) {
      out.write(tensor.rawBools());
      return;
    }
    boolean ints = tensor.type() == DataType.INT32;
    int count = ints ? tensor.rawInts().length : tensor.rawFloats().length;
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < count; from += CHUNK / 4) {
      int n = Math.min(CHUNK / 4, count - from);
      if (ints) {
        chunk.asIntBuffer().put(tensor.rawInts(), from, n);
      } else {
        chunk.asFloatBuffer().put(tensor.rawFloats(), from, n);
      }
      out.write(chunk.array(), 0, n * 4);
    }
  }

  /// Padded, so that the values begin at a multiple of 64.
  private static byte[] header(String descr, Shape shape) {
    String dims =
        Arrays.stream(shape.dims()).mapToObj(d -> d + ",").collect(Collectors.joining(" "));
    String tuple = shape.rank() > 1 ? dims.substring(0, dims.length() - 1) : dims;
    String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + tuple + "), }";
    int length = Math.ceilDiv(MAGIC.length + 4 + text.length() + 1, 64) * 64;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0);
    header.putShort((short) (length - MAGIC.length - 4));
    header.put(text.getBytes(StandardCharsets.ISO_8859_1));
    while (header.position() < length - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}
