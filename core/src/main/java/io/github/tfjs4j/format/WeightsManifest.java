package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Quantization;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads `weightsManifest`: one object a group, with the files that hold its bytes and the weights
/// in the order of their bytes, unaligned and without padding. All claims are checked against the
/// bytes that are there before anything is decoded; like TF.js, bytes behind the last weight are
/// tolerated.
final class WeightsManifest {
  private final ModelJson model;
  private final ShardFiles files;
  private final Set<String> names = new HashSet<>();

  private WeightsManifest(ModelJson model) {
    this.model = model;
    this.files = new ShardFiles(model);
  }

  /// All groups; none where the model has no manifest.
  static List<WeightGroup> read(ModelJson model) {
    Tree manifest = model.object().path("weightsManifest");
    if (manifest.isMissing() || manifest.isNull()) {
      return List.of();
    }
    if (!manifest.isList()) {
      throw model.error("weightsManifest should be a list of groups, found " + Json.show(manifest));
    }
    WeightsManifest reader = new WeightsManifest(model);
    List<WeightGroup> groups = new ArrayList<>();
    for (int i = 0; i < manifest.size(); i++) {
      groups.add(reader.group(manifest.path(i), "weightsManifest[" + i + "]"));
    }
    return groups;
  }

  private WeightGroup group(Tree json, String where) {
    if (!json.path("weights").isList()) {
      throw model.error(where + " should have a list 'weights', found " + Json.show(json));
    }
    Bytes bytes = files.read(json.path("paths"), where);
    long size = bytes.size();
    long at = 0;
    List<WeightEntry> entries = new ArrayList<>();
    Tree weights = json.path("weights");
    for (int i = 0; i < weights.size(); i++) {
      WeightEntry entry = entry(weights.path(i), where + ".weights[" + i + "]", bytes, at, size);
      entries.add(entry);
      at += ((StoredTensor) entry.data()).bytes().size();
    }
    return new WeightGroup(
        entries, new Extras(ManifestWriter.WORDS, json.with("weights", Tree.NULL)));
  }

  private WeightEntry entry(Tree json, String where, Bytes bytes, long at, long size) {
    if (!json.isObject()) {
      throw model.error(where + " should be an object, found " + Json.show(json));
    }
    String name = text(json.path("name"), where + ".name");
    if (!names.add(name)) {
      throw model.error(where + ": there are two weights '" + ModelException.quoted(name) + "'");
    }
    String what = where + " '" + ModelException.quoted(name) + "'";
    Shape shape = shape(json.path("shape"), what);
    Stored stored = stored(json, what);
    int element = stored.quantization.map(q -> q.codes().size()).orElse(stored.type.size());
    long needed =
        stored.type == DataType.STRING && stored.quantization.isEmpty()
            ? stringBytes(shape, bytes, at, size, what)
            : shape.longSize() > Long.MAX_VALUE / 16 ? Long.MAX_VALUE : shape.longSize() * element;
    if (needed > size - at) {
      throw model.error(
          what
              + ": "
              + text(json.path("dtype"), what)
              + shape
              + " takes "
              + (needed == Long.MAX_VALUE ? "more bytes than can be counted" : needed + " bytes")
              + " from byte "
              + at
              + " of its group on, but "
              + Math.max(0, size - at)
              + " are there");
    }
    return new WeightEntry(
        name,
        new StoredTensor(stored.type, shape, stored.quantization, bytes.slice(at, needed)),
        json.path("group").string(""),
        new Extras(ManifestWriter.WORDS, json));
  }

  private String text(Tree json, String where) {
    if (!json.isString()) {
      throw model.error(where + " should be a string, found " + Json.show(json));
    }
    return json.stringValue();
  }

  private Shape shape(Tree json, String what) {
    if (!json.isList()) {
      throw model.error(what + ": shape should be a list of ints, found " + Json.show(json));
    }
    int[] dims = new int[json.size()];
    for (int i = 0; i < dims.length; i++) {
      Tree dim = json.path(i);
      double value = dim.isNumber() ? dim.doubleValue() : -1;
      if (value < 0 || value > Integer.MAX_VALUE || value != Math.rint(value)) {
        throw model.error(
            what
                + ": shape should hold ints of 0 to "
                + Integer.MAX_VALUE
                + ", found "
                + Json.show(json));
      }
      dims[i] = (int) value;
    }
    return Shape.of(dims);
  }

  /// How the bytes of an entry stand for values.
  private record Stored(DataType type, Optional<Quantization> quantization) {}

  private Stored stored(Tree json, String what) {
    String dtype = text(json.path("dtype"), what + ": dtype");
    DataType type;
    try {
      type = DataType.ofJs(dtype);
    } catch (FormatException e) {
      throw e.at(what).at(model.name());
    }
    Tree quantization = json.path("quantization");
    if (quantization.isMissing() || quantization.isNull()) {
      return raw(type);
    }
    return new Stored(type, Optional.of(quantization(quantization, type, dtype, what)));
  }

  /// Bare codes, which the original converter can write and TF.js refuses, are numbers that stand
  /// for themselves.
  private static Stored raw(DataType type) {
    return switch (type) {
      case HALF -> new Stored(DataType.FLOAT, Optional.of(Quantization.float16()));
      case UINT8, UINT16 ->
          new Stored(
              DataType.INT32,
              Optional.of(new Quantization(type, 1, 0, Optional.of(DataType.INT32))));
      default -> new Stored(type, Optional.empty());
    };
  }

  private Quantization quantization(Tree json, DataType type, String dtype, String what) {
    DataType codes =
        switch (json.path("dtype").string("")) {
          case "uint8" -> DataType.UINT8;
          case "uint16" -> DataType.UINT16;
          case "float16" -> DataType.HALF;
          default ->
              throw model.error(
                  what
                      + " has unknown quantization dtype "
                      + Json.show(json.path("dtype"))
                      + ", supported are 'uint8', 'uint16' and 'float16'");
        };
    if (type != DataType.FLOAT && (codes == DataType.HALF || type != DataType.INT32)) {
      throw model.error(
          what
              + " is quantized with "
              + json.path("dtype").stringValue()
              + ", which stands for float32"
              + (codes == DataType.HALF ? "" : " and int32")
              + " only, not for "
              + dtype);
    }
    Optional<DataType> original =
        switch (json.path("original_dtype").string("")) {
          case "float32" -> Optional.of(DataType.FLOAT);
          case "int32" -> Optional.of(DataType.INT32);
          default -> Optional.empty();
        };
    if (codes == DataType.HALF) {
      return new Quantization(codes, 1, 0, original);
    }
    if (!json.path("min").isNumber() || !json.path("scale").isNumber()) {
      throw model.error(
          what
              + " with quantization "
              + json.path("dtype").stringValue()
              + " doesn't have corresponding metadata min and scale");
    }
    return new Quantization(
        codes, json.path("scale").doubleValue(), json.path("min").doubleValue(), original);
  }

  /// The length of a string weight, by walking over the 4-byte lengths of its elements.
  private long stringBytes(Shape shape, Bytes bytes, long at, long size, String what) {
    long count = shape.longSize();
    Lengths lengths = new Lengths(bytes);
    long end = at;
    for (long i = 0; i < count; i++) {
      long length = end + 4 > size ? Long.MAX_VALUE : lengths.at(end);
      if (length > size - end - 4) {
        throw model.error(
            what
                + ": string "
                + i
                + " of "
                + count
                + " starts at byte "
                + end
                + " of its group, and runs past the end at "
                + size);
      }
      end += 4 + length;
    }
    return end - at;
  }

  /// The 4-byte lengths in front of strings, read a block at a time.
  private static final class Lengths {
    private static final int BLOCK = 1 << 16;

    private final Bytes bytes;
    private byte[] block = {};
    private long start;

    Lengths(Bytes bytes) {
      this.bytes = bytes;
    }

    long at(long offset) {
      if (offset < start || offset + 4 > start + block.length) {
        block = bytes.slice(offset, Math.min(BLOCK, bytes.size() - offset)).toArray();
        start = offset;
      }
      int i = (int) (offset - start);
      return (block[i] & 0xffL)
          | (block[i + 1] & 0xffL) << 8
          | (block[i + 2] & 0xffL) << 16
          | (block[i + 3] & 0xffL) << 24;
    }
  }
}
