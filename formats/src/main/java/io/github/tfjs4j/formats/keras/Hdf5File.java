package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An HDF5 file to be written: groups with attributes, and data sets of numbers. It is laid out as
/// HDF5's own library has done it since version 1.8: superblock 0, object headers of version 1,
/// members of groups as link messages. Texts lie in global heaps, so an attribute may be of any
/// length. Weights are decoded when they are written, one at a time.
@SuppressWarnings("ByteBufferBackingArray") // of buffers that are allocated here
final class Hdf5File {
  /// A group, to be filled.
  static final class Group {
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, TensorSource> data = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    /// The group at a path below this one, made where it is missing.
    Group group(String path) {
      Group at = this;
      for (String part : path.split("/", -1)) {
        at = at.groups.computeIfAbsent(part, _ -> new Group());
      }
      return at;
    }

    /// @param path below this group
    void data(String path, TensorSource values) {
      int slash = path.lastIndexOf('/');
      Group in = slash < 0 ? this : group(path.substring(0, slash));
      in.data.put(path.substring(slash + 1), values);
    }

    boolean has(String path) {
      int slash = path.indexOf('/');
      if (slash < 0) {
        return data.containsKey(path) || groups.containsKey(path);
      }
      Group in = groups.get(path.substring(0, slash));
      return in != null && in.has(path.substring(slash + 1));
    }

    void attribute(String name, String text) {
      attributes.put(name, text);
    }

    /// A list that is too long for one attribute is cut into `name0`, `name1`, and so on, as Keras
    /// does.
    void attribute(String name, List<String> texts) {
      if (texts.size() <= MOST_TEXTS) {
        attributes.put(name, List.copyOf(texts));
        return;
      }
      for (int i = 0; i * MOST_TEXTS < texts.size(); i++) {
        int end = Math.min(texts.size(), (i + 1) * MOST_TEXTS);
        attributes.put(name + i, List.copyOf(texts.subList(i * MOST_TEXTS, end)));
      }
    }
  }

  /// Where a text lies.
  private record Place(int heap, int index) {}

  /// An attribute's value must fit into a message of 64 kB; a text takes 16 bytes there.
  private static final int MOST_TEXTS = 4000;

  private static final int MOST_MESSAGES = 65_000;
  private static final int MOST_IN_HEAP = 60_000;
  private static final int SUPERBLOCK = 96;
  private static final int HEADER = 16;
  private static final int LEAST_HEAP = 4096;
  private static final int BLOCK = 1 << 16;
  private static final long NOWHERE = -1;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private static final byte[] FLOAT32 =
      bytes(0x11, 0x20, 0x1f, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0);
  private static final byte[] FLOAT64 =
      bytes(0x11, 0x20, 0x3f, 0, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11, 0, 52, 0xff, 3, 0, 0);
  private static final byte[] INT32 = bytes(0x10, 8, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0);

  /// Of any length, in UTF-8.
  private static final byte[] TEXT =
      bytes(0x19, 1, 1, 0, 16, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0);

  private final Group root = new Group();
  private final Map<String, Place> texts = new LinkedHashMap<>();
  private final List<List<byte[]>> heaps = new ArrayList<>();
  private final List<Long> heapAddresses = new ArrayList<>();

  /// What stands in the file, in order: `byte[]` or a [TensorSource].
  private final List<Object> parts = new ArrayList<>();

  private long end = SUPERBLOCK;

  Group root() {
    return root;
  }

  // ---- layout ----

  /// Writes the file.
  ///
  /// @throws ModelException where a group has too many members
  void writeTo(OutputStream out) throws IOException {
    collect(root);
    for (List<byte[]> heap : heaps) {
      heapAddresses.add(place(heap(heap)));
    }
    long address = place(root, "/");
    out.write(superblock(address));
    for (Object part : parts) {
      if (part instanceof TensorSource tensor) {
        write(tensor.tensor(), out);
      } else {
        out.write((byte[]) part);
      }
    }
  }

  private void collect(Group group) {
    for (Object value : group.attributes.values()) {
      for (Object text : value instanceof List<?> list ? list : List.of(value)) {
        texts.computeIfAbsent((String) text, this::keep);
      }
    }
    group.groups.values().forEach(this::collect);
  }

  private Place keep(String text) {
    if (heaps.isEmpty() || heaps.getLast().size() == MOST_IN_HEAP) {
      heaps.add(new ArrayList<>());
    }
    heaps.getLast().add(text.getBytes(StandardCharsets.UTF_8));
    return new Place(heaps.size() - 1, heaps.getLast().size());
  }

  private long place(byte[] part) {
    long at = end;
    parts.add(part);
    end += part.length;
    return at;
  }

  private static int padded(int length) {
    return Math.ceilDiv(length, 8) * 8;
  }

  /// The members lie before their group, which says where they are.
  private long place(Group group, String path) {
    List<byte[]> messages = new ArrayList<>();
    messages.add(
        message(0x02, buffer(18).put((byte) 0).put((byte) 0).putLong(NOWHERE).putLong(NOWHERE)));
    messages.add(message(0x0a, buffer(2)));
    group.groups.forEach(
        (name, inner) -> messages.add(link(name, place(inner, path + name + "/"))));
    group.data.forEach((name, data) -> messages.add(link(name, place(data, path + name))));
    group.attributes.forEach((name, value) -> messages.add(attribute(name, value)));
    if (messages.size() > MOST_MESSAGES) {
      throw new UnsupportedModelException(
          "HDF5 group "
              + ModelException.quoted(path)
              + " would have "
              + messages.size()
              + " members, more than "
              + MOST_MESSAGES);
    }
    return place(header(messages));
  }

  private long place(TensorSource data, String path) {
    byte[] type =
        switch (data.type()) {
          case FLOAT -> FLOAT32;
          case INT32, BOOL -> INT32;
          default ->
              throw new UnsupportedModelException(
                  "weight "
                      + ModelException.quoted(path)
                      + " is of "
                      + data.type().jsName()
                      + ", which Keras' files do not hold");
        };
    long size = Math.multiplyExact(data.shape().longSize(), Integer.BYTES);
    long at = size == 0 ? NOWHERE : end;
    if (size > 0) {
      parts.add(data);
      end += size;
      byte[] rest = new byte[(int) (-size & 7)];
      place(rest);
    }
    int[] dims = data.shape().dims();
    return place(
        header(
            List.of(
                message(0x01, dataspace(dims)),
                message(0x03, 1, ByteBuffer.wrap(type)),
                message(0x05, 1, ByteBuffer.wrap(bytes(2, 2, 2, 1, 0, 0, 0, 0))),
                message(0x08, buffer(18).put((byte) 3).put((byte) 1).putLong(at).putLong(size)))));
  }

  // ---- pieces ----

  private byte[] superblock(long address) {
    ByteBuffer out = buffer(SUPERBLOCK).put(SIGNATURE);
    out.put(bytes(0, 0, 0, 0, 0, 8, 8, 0)).putShort((short) 4).putShort((short) 16).putInt(0);
    out.putLong(0).putLong(NOWHERE).putLong(end).putLong(NOWHERE);
    return out.putLong(0).putLong(address).array();
  }

  private static byte[] header(List<byte[]> messages) {
    int size = messages.stream().mapToInt(m -> m.length).sum();
    ByteBuffer out = buffer(HEADER + size);
    out.put((byte) 1).put((byte) 0).putShort((short) messages.size()).putInt(1).putInt(size);
    out.putInt(0);
    messages.forEach(out::put);
    return out.array();
  }

  private static byte[] message(int type, ByteBuffer body) {
    return message(type, 0, body);
  }

  private static byte[] message(int type, int flags, ByteBuffer body) {
    byte[] bytes = body.array();
    int size = padded(bytes.length);
    if (size > 0xffff) {
      throw new UnsupportedModelException("an HDF5 message of " + size + " bytes is too long");
    }
    return buffer(8 + size)
        .putShort((short) type)
        .putShort((short) size)
        .put((byte) flags)
        .put(new byte[3])
        .put(bytes)
        .array();
  }

  private static byte[] link(String name, long address) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    if (text.length > Short.MAX_VALUE) {
      throw new UnsupportedModelException(
          "a name of " + text.length + " bytes is too long for HDF5");
    }
    ByteBuffer body = buffer(5 + text.length + Long.BYTES).put(bytes(1, 0x11, 1));
    return message(0x06, body.putShort((short) text.length).put(text).putLong(address));
  }

  private byte[] attribute(String name, Object value) {
    byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
    List<?> values = value instanceof List<?> list ? list : List.of(value);
    // h5py writes a list of nothing as one of numbers.
    byte[] type = values.isEmpty() ? FLOAT64 : TEXT;
    byte[] space = (value instanceof List<?> ? dataspace(values.size()) : dataspace()).array();
    ByteBuffer body =
        buffer(
            8
                + padded(text.length)
                + padded(type.length)
                + padded(space.length)
                + 16 * values.size());
    body.put((byte) 1).put((byte) 0).putShort((short) text.length);
    body.putShort((short) type.length).putShort((short) space.length);
    for (byte[] part : List.of(text, type, space)) {
      body.put(part).position(padded(body.position()));
    }
    for (Object each : values) {
      Place place = texts.get((String) each);
      body.putInt(heaps.get(place.heap()).get(place.index() - 1).length);
      body.putLong(heapAddresses.get(place.heap())).putInt(place.index());
    }
    return message(0x0c, body);
  }

  private static ByteBuffer dataspace(int... dims) {
    int rank = dims.length;
    ByteBuffer out = buffer(8 + 2 * Long.BYTES * rank);
    out.put((byte) 1).put((byte) rank).put((byte) (rank == 0 ? 0 : 1)).position(8);
    for (int i = 0; i < 2 * rank; i++) {
      out.putLong(dims[i % rank]);
    }
    return out;
  }

  private static byte[] heap(List<byte[]> objects) {
    int used = HEADER;
    for (byte[] object : objects) {
      used = Math.addExact(used, HEADER + padded(object.length));
    }
    int size = Math.max(LEAST_HEAP, used + HEADER);
    ByteBuffer out = buffer(size).put(bytes('G', 'C', 'O', 'L', 1, 0, 0, 0)).putLong(size);
    for (int i = 0; i < objects.size(); i++) {
      byte[] object = objects.get(i);
      out.putShort((short) (i + 1)).putShort((short) 1).putInt(0).putLong(object.length);
      out.put(object).position(padded(out.position()));
    }
    return out.putLong(0).putLong(size - used).array();
  }

  private static void write(Tensor tensor, OutputStream out) throws IOException {
    ByteBuffer block = buffer(BLOCK);
    int n = tensor.size();
    for (int i = 0; i < n; i++) {
      if (!block.hasRemaining()) {
        out.write(block.array());
        block.clear();
      }
      switch (tensor.type()) {
        case FLOAT -> block.putFloat(tensor.rawFloats()[i]);
        case INT32 -> block.putInt(tensor.rawInts()[i]);
        default -> block.putInt(tensor.rawBools()[i]);
      }
    }
    out.write(block.array(), 0, block.position());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
