package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Affine;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Encoding;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.Strings;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    Tree manifest = model.manifest();
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
    Encoding encoding = encoding(json, what);
    long needed =
        encoding instanceof Strings
            ? stringBytes(shape, bytes.slice(Math.min(at, size), Math.max(0, size - at)), what)
            : shape.longSize() > Long.MAX_VALUE / 16
                ? Long.MAX_VALUE
                : shape.longSize() * encoding.size();
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
        new StoredTensor(shape, encoding, bytes.slice(at, needed)),
        encoding.type(),
        json.path("group").string(""),
        Set.of(),
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

  private Encoding encoding(Tree json, String what) {
    String dtype = text(json.path("dtype"), what + ": dtype");
    DataType type;
    try {
      type = DataType.ofJs(dtype);
    } catch (FormatException e) {
      throw e.at(what).at(model.name());
    }
    Tree quantization = json.path("quantization");
    if (quantization.isMissing() || quantization.isNull()) {
      // Bare codes, which the original converter can write and TF.js refuses, are numbers that
      // stand for themselves.
      return type == DataType.STRING ? new Strings() : Plain.littleEndian(type);
    }
    return quantized(quantization, type, dtype, what);
  }

  private Encoding quantized(Tree json, DataType type, String dtype, String what) {
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
    if (codes == DataType.HALF) {
      return Plain.littleEndian(codes);
    }
    if (!json.path("min").isNumber() || !json.path("scale").isNumber()) {
      throw model.error(
          what
              + " with quantization "
              + json.path("dtype").stringValue()
              + " doesn't have corresponding metadata min and scale");
    }
    double scale = json.path("scale").doubleValue();
    return Affine.of(Plain.littleEndian(codes), type, scale, json.path("min").doubleValue());
  }

  private long stringBytes(Shape shape, Bytes rest, String what) {
    try {
      return Strings.length(rest, shape.longSize());
    } catch (FormatException e) {
      throw e.at(what).at(model.name());
    }
  }
}
