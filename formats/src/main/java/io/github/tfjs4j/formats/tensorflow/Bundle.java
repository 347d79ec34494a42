package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.formats.proto.BundleEntryProto;
import io.github.tfjs4j.formats.proto.BundleHeaderProto;
import io.github.tfjs4j.formats.proto.TensorSliceProto;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/// The tensors of a SavedModel's `variables` folder, by their keys: an index, and files with the
/// bytes one tensor after another. What lies there plainly is read when somebody asks for it.
final class Bundle {
  private static final int BLOCK = 1 << 18;

  private final Source source;
  private final String prefix;
  private final Map<String, byte[]> entries;
  private final int shards;
  private final ByteOrder order;
  private final Map<String, TensorSource> known = new HashMap<>();

  private Bundle(
      Source source, String prefix, Map<String, byte[]> entries, int shards, ByteOrder order) {
    this.source = source;
    this.prefix = prefix;
    this.entries = entries;
    this.shards = shards;
    this.order = order;
  }

  /// @param prefix `variables/variables`
  static Bundle read(Source source, String prefix) {
    String where = source.place(prefix + ".index");
    Map<String, byte[]> entries = IndexTable.read(source.bytes(prefix + ".index"), where);
    byte[] first = entries.remove("");
    if (first == null) {
      throw new FormatException(where + ": it has no header");
    }
    BundleHeaderProto header =
        Messages.binary(first, BundleHeaderProto.getDefaultInstance(), where);
    if (header.getNumShards() < 1) {
      throw new FormatException(
          where + ": it says that there are " + header.getNumShards() + " files");
    }
    return new Bundle(
        source,
        prefix,
        entries,
        header.getNumShards(),
        header.getEndianness() == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /// One without tensors.
  static Bundle empty(Source source) {
    return new Bundle(source, "", Map.of(), 1, ByteOrder.LITTLE_ENDIAN);
  }

  boolean has(String key) {
    return entries.containsKey(key(key));
  }

  /// Keys are bytes.
  private static String key(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// The type that the bundle says, which may be wider than the one of [#tensor].
  DataType declared(String key) {
    return TensorProtos.type(entry(key(key)).getDtypeValue());
  }

  /// A tensor.
  ///
  /// @throws FormatException where there is none, or its bytes are not those that were written
  TensorSource tensor(String key) {
    TensorSource tensor = known.get(key);
    if (tensor == null) {
      try {
        tensor = read(key(key));
      } catch (ModelException e) {
        throw e.at("'" + ModelException.quoted(key) + "'").at(where());
      }
      known.put(key, tensor);
    }
    return tensor;
  }

  private String where() {
    return source.place(prefix + ".index");
  }

  private BundleEntryProto entry(String key) {
    byte[] bytes = entries.get(key);
    if (bytes == null) {
      throw new FormatException("there is no tensor of this name in the bundle");
    }
    return Messages.binary(bytes, BundleEntryProto.getDefaultInstance(), "its entry");
  }

  private TensorSource read(String key) {
    BundleEntryProto entry = entry(key);
    Shape shape = TensorProtos.shape(entry.getShape());
    DataType type = TensorProtos.type(entry.getDtypeValue());
    if (!shape.isFullyDefined()) {
      throw new FormatException("its shape is " + shape);
    }
    return entry.getSlicesCount() > 0
        ? joined(key, entry, type, shape)
        : stored(entry, type, shape);
  }

  private TensorSource stored(BundleEntryProto entry, DataType type, Shape shape) {
    Bytes bytes = bytes(entry);
    if (type == DataType.STRING) {
      return strings(bytes, shape, entry.getCrc32C());
    }
    if (!Plain.has(type)) {
      throw new UnsupportedModelException(
          "a variable of type " + type.tfName() + " cannot be read");
    }
    StoredTensor tensor = new StoredTensor(shape, new Plain(type, order), bytes);
    CRC32C crc = new CRC32C();
    update(crc, bytes);
    check(crc, entry.getCrc32C());
    return tensor;
  }

  private Bytes bytes(BundleEntryProto entry) {
    int shard = entry.getShardId();
    if (shard < 0 || shard >= shards) {
      throw new FormatException("it lies in file " + shard + " of " + shards);
    }
    String file = String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, shard, shards);
    Bytes all = source.bytes(file);
    long offset = entry.getOffset();
    long size = entry.getSize();
    if (offset < 0 || size < 0 || offset > all.size() - size) {
      throw new FormatException(
          size + " bytes at " + offset + " of " + source.place(file) + ", which has " + all.size());
    }
    return all.slice(offset, size);
  }

  private static void update(CRC32C crc, Bytes bytes) {
    byte[] block = new byte[(int) Math.min(BLOCK, bytes.size())];
    for (long at = 0; at < bytes.size(); at += block.length) {
      Bytes part = bytes.slice(at, Math.min(block.length, bytes.size() - at));
      crc.update(part.toArray());
    }
  }

  private static void check(CRC32C crc, int stored) {
    if (IndexTable.masked(crc) != stored) {
      throw new FormatException("its checksum is wrong: the file is damaged");
    }
  }

  /// Their lengths, a checksum of these, and all bytes one string after another.
  private static Tensor strings(Bytes bytes, Shape shape, int stored) {
    long count = shape.longSize();
    if (count > bytes.size()) {
      throw new FormatException(count + " strings in " + bytes.size() + " bytes");
    }
    ByteBuffer from = ByteBuffer.wrap(bytes.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    int[] lengths = new int[(int) count];
    CRC32C crc = new CRC32C();
    ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long sum = 0;
    for (int i = 0; i < lengths.length; i++) {
      long length = length(from);
      sum += length;
      if (sum > bytes.size()) {
        throw new FormatException("string " + i + " runs past the end");
      }
      lengths[i] = (int) length;
      word.clear();
      crc.update(word.putInt(lengths[i]).flip());
    }
    if (from.remaining() != sum + Integer.BYTES) {
      throw new FormatException("its strings are not as long as they say");
    }
    check(crc, from.getInt());
    word.clear();
    crc.update(word.putInt(IndexTable.masked(crc)).flip());
    byte[][] out = new byte[lengths.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = new byte[lengths[i]];
      from.get(out[i]);
      crc.update(out[i]);
    }
    check(crc, stored);
    return Tensor.adoptStrings(out, shape);
  }

  private static long length(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < 35 && from.hasRemaining(); shift += 7) {
      byte b = from.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new FormatException("the length of a string runs past the end");
  }

  // ---- partitioned variables ----

  /// A part of a tensor, as restoring it spells that: the lengths of the whole, then for each axis
  /// `start,length` or `-`.
  TensorSource slice(String name, String spec) {
    try {
      String[] words = spec.split(" ", -1);
      String[] axes = words[words.length - 1].split(":", -1);
      TensorSliceProto.Builder slice = TensorSliceProto.newBuilder();
      int[] dims = new int[axes.length];
      boolean whole = true;
      for (int i = 0; i < axes.length; i++) {
        dims[i] = Integer.parseInt(words[i]);
        String[] extent = axes[i].split(",", -1);
        long length = axes[i].equals("-") ? dims[i] : Long.parseLong(extent[1]);
        long start = axes[i].equals("-") ? 0 : Long.parseLong(extent[0]);
        whole &= length == dims[i];
        slice.addExtent(TensorSliceProto.Extent.newBuilder().setStart(start).setLength(length));
      }
      if (whole) {
        return tensor(name);
      }
      return slice(key(name), slice.build(), Shape.of(dims));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new FormatException(
          "'" + ModelException.quoted(spec) + "' is no slice of a variable", e);
    } catch (ModelException e) {
      throw e.at("'" + ModelException.quoted(name) + "'").at(where());
    }
  }

  private TensorSource slice(String key, TensorSliceProto slice, Shape shape) {
    int[] length = new int[shape.rank()];
    for (int i = 0; i < length.length; i++) {
      length[i] = length(slice, i, shape);
    }
    BundleEntryProto part = part(key, slice, shape);
    return stored(part, TensorProtos.type(part.getDtypeValue()), Shape.of(length));
  }

  private TensorSource joined(String key, BundleEntryProto entry, DataType type, Shape shape) {
    if (!Plain.has(type)) {
      throw new UnsupportedModelException(
          "a partitioned variable of type " + type.tfName() + " cannot be read");
    }
    long bytes = Math.multiplyExact(shape.longSize(), (long) type.size());
    long stored = 0;
    for (TensorSliceProto slice : entry.getSlicesList()) {
      stored += bytes(part(key, slice, shape)).size();
    }
    if (stored != bytes || bytes > Integer.MAX_VALUE - 16) {
      throw new FormatException("its slices have " + stored + " bytes, the whole " + bytes);
    }
    byte[] whole = new byte[(int) bytes];
    for (TensorSliceProto slice : entry.getSlicesList()) {
      int[] start = new int[shape.rank()];
      int[] length = new int[shape.rank()];
      for (int i = 0; i < start.length; i++) {
        start[i] = start(slice, i);
        length[i] = length(slice, i, shape);
      }
      BundleEntryProto part = part(key, slice, shape);
      Shape partShape = Shape.of(length);
      TensorSource tensor = stored(part, type, partShape);
      copy(((StoredTensor) tensor).bytes().toArray(), start, partShape, whole, shape, type.size());
    }
    return new StoredTensor(shape, new Plain(type, order), Bytes.of(MemorySegment.ofArray(whole)));
  }

  /// The entry of a slice. A whole axis may be said by its length or by none.
  private BundleEntryProto part(String key, TensorSliceProto slice, Shape shape) {
    String exact = sliceKey(key, slice, shape);
    if (entries.containsKey(exact)) {
      return entry(exact);
    }
    TensorSliceProto.Builder open = slice.toBuilder();
    for (int i = 0; i < slice.getExtentCount(); i++) {
      if (slice.getExtent(i).getLength() == shape.dim(i)) {
        open.getExtentBuilder(i).setLength(0);
      }
    }
    return entry(sliceKey(key, open.build(), shape));
  }

  private static int start(TensorSliceProto slice, int axis) {
    return axis < slice.getExtentCount() ? Math.toIntExact(slice.getExtent(axis).getStart()) : 0;
  }

  private static int length(TensorSliceProto slice, int axis, Shape shape) {
    long length = axis < slice.getExtentCount() ? slice.getExtent(axis).getLength() : 0;
    long start = start(slice, axis);
    if (start < 0 || length < 0 || start + length > shape.dim(axis)) {
      throw new FormatException(
          "a slice of " + length + " from " + start + " of an axis of " + shape.dim(axis));
    }
    return (int) (length == 0 ? shape.dim(axis) - start : length);
  }

  /// Rows along the last axis, one after another.
  private static void copy(
      byte[] part, int[] start, Shape partShape, byte[] whole, Shape shape, int size) {
    int rank = shape.rank();
    int row = rank == 0 ? 1 : partShape.dim(rank - 1);
    int rows = row == 0 ? 0 : partShape.size() / row;
    int[] index = new int[rank];
    for (int r = 0; r < rows; r++) {
      long at = 0;
      for (int i = 0; i < rank; i++) {
        at = at * shape.dim(i) + start[i] + index[i];
      }
      System.arraycopy(part, r * row * size, whole, (int) (at * size), row * size);
      for (int i = rank - 2; i >= 0 && ++index[i] == partShape.dim(i); i--) {
        index[i] = 0;
      }
    }
  }

  /// The key of a slice: a zero, the name, the number of axes, and start and length of each.
  private static String sliceKey(String name, TensorSliceProto slice, Shape shape) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    number(0, key);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      key.write(c);
      if (c == 0) {
        key.write(0xff);
      } else if (c == 0xff) {
        key.write(0);
      }
    }
    key.write(0);
    key.write(1);
    number(shape.rank(), key);
    for (int i = 0; i < shape.rank(); i++) {
      long length = i < slice.getExtentCount() ? slice.getExtent(i).getLength() : 0;
      signed(start(slice, i), key);
      signed(length == 0 ? -1 : length, key);
    }
    return key.toString(StandardCharsets.ISO_8859_1);
  }

  /// The number of bytes, and these, the highest first.
  private static void number(long n, ByteArrayOutputStream to) {
    int bytes = (71 - Long.numberOfLeadingZeros(n)) / 8;
    to.write(bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      to.write((int) (n >>> (8 * i)));
    }
  }

  /// In so few bytes that the sign fits, of which the first says how many there are.
  private static void signed(long n, ByteArrayOutputStream to) {
    int bytes = 1;
    while (bytes < 8 && (n < -(1L << (7 * bytes - 1)) || n >= 1L << (7 * bytes - 1))) {
      bytes++;
    }
    long header = (0xff00L >>> bytes) & 0xff;
    for (int i = bytes - 1; i >= 0; i--) {
      long b = (n >> (8 * i)) & 0xff;
      to.write((int) (i == bytes - 1 ? b ^ header : b));
    }
  }
}
