package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.tensor.Affine;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Encoding;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.Strings;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes weights into files and says in a `weightsManifest` what they are. A weight that no flag
/// asks to quantize keeps its stored bytes; one that is quantized already is decoded first where a
/// flag asks for other codes. Weights are encoded one at a time, on the way to their file.
final class ManifestWriter {
  /// Whose words of a weight or a group are written back.
  static final String WORDS = "tfjs";

  private final OutputFolder folder;
  private final WriteOptions options;
  private final List<WeightEntry> weights = new ArrayList<>();
  private long bytes;
  private int files;

  ManifestWriter(OutputFolder folder, WriteOptions options) {
    this.folder = folder;
    this.options = options;
  }

  /// What has been written so far.
  Written written() {
    return new Written(bytes, files, options.quantization().unmatched(weights));
  }

  Tree write(List<WeightGroup> groups) {
    Set<String> names = new HashSet<>();
    for (WeightGroup group : groups) {
      for (WeightEntry entry : group.entries()) {
        weights.add(entry);
        if (!names.add(entry.name())) {
          throw new ModelException("Error dumping weights, duplicate weight name " + entry.name());
        }
      }
    }
    List<Tree> manifest = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      manifest.add(write(groups.get(i), i + 1));
    }
    return Tree.list(manifest);
  }

  private Tree write(WeightGroup group, int number) {
    Map<String, DataType> codes =
        options
            .quantization()
            .resolve(group.entries().stream().filter(e -> !e.isOptimizer()).toList());
    long total = 0;
    for (WeightEntry entry : group.entries()) {
      total += size(entry, Optional.ofNullable(codes.get(entry.name())));
    }
    List<Tree> entries = new ArrayList<>();
    List<Tree> paths = new ArrayList<>();
    try (ShardWriter shards = new ShardWriter(folder, number, total, options.shardBytes())) {
      for (WeightEntry entry : group.entries()) {
        TensorSource data = encode(entry, Optional.ofNullable(codes.get(entry.name())));
        shards.write(bytes(data));
        entries.add(json(entry, data));
      }
      shards.names().forEach(n -> paths.add(Tree.of(n)));
      bytes += total;
      files += shards.names().size();
    }
    return group
        .extras()
        .of(WORDS)
        .with("paths", Tree.list(paths))
        .with("weights", Tree.list(entries));
  }

  /// Whether a weight file holds this encoding as it is.
  private static boolean fits(Encoding encoding) {
    return switch (encoding) {
      case Strings _ -> true;
      case Plain p ->
          switch (p.stored()) {
            case BOOL, UINT8 -> true;
            case FLOAT, INT32, COMPLEX64, HALF, UINT16 -> isLittleEndian(p);
            default -> false;
          };
      case Affine a -> !a.isPerAxis() && codes(a.codes()) && isLittleEndian(a.codes());
      default -> false;
    };
  }

  private static boolean isLittleEndian(Plain p) {
    return p.size() == 1 || p.order() == ByteOrder.LITTLE_ENDIAN;
  }

  private static boolean codes(Plain p) {
    return p.stored() == DataType.UINT8 || p.stored() == DataType.UINT16;
  }

  /// The codes of which a stored tensor is made; empty for values that stand for themselves.
  private static Optional<DataType> codes(Encoding encoding) {
    return switch (encoding) {
      case Plain p when codes(p) || p.stored() == DataType.HALF -> Optional.of(p.stored());
      case Affine a -> Optional.of(a.codes().stored());
      default -> Optional.empty();
    };
  }

  /// Whether `codes` are asked for and not there yet.
  private static boolean changes(TensorSource data, Optional<DataType> codes) {
    return codes.isPresent()
        && data.type() == DataType.FLOAT
        && !(data instanceof StoredTensor s
            && fits(s.encoding())
            && codes(s.encoding()).equals(codes));
  }

  private static long size(WeightEntry entry, Optional<DataType> codes) {
    TensorSource data = entry.data();
    if (changes(data, codes)) {
      return data.shape().longSize() * codes.orElseThrow().size();
    }
    return switch (data) {
      case StoredTensor s when fits(s.encoding()) -> s.bytes().size();
      case Tensor t when t.type() == DataType.STRING -> stringSize(t);
      case StoredTensor s when s.type() == DataType.STRING -> stringSize(s.tensor());
      case TensorSource t -> t.shape().longSize() * t.type().size();
    };
  }

  private static long stringSize(Tensor strings) {
    long size = 0;
    for (byte[] s : strings.rawStrings()) {
      size += 4L + s.length;
    }
    return size;
  }

  private static TensorSource encode(WeightEntry entry, Optional<DataType> codes) {
    TensorSource data = entry.data();
    try {
      return changes(data, codes)
          ? Quantize.floats(
              entry.name(), data.tensor().rawFloats(), data.shape(), codes.orElseThrow())
          : data instanceof StoredTensor s && !fits(s.encoding()) ? data.tensor() : data;
    } catch (UnsupportedModelException e) {
      throw e.at("weight '" + ModelException.quoted(entry.name()) + "'");
    }
  }

  private static Bytes bytes(TensorSource data) {
    return switch (data) {
      case StoredTensor s -> s.bytes();
      case Tensor t ->
          switch (t.type()) {
            case FLOAT, COMPLEX64 -> Bytes.of(MemorySegment.ofArray(t.rawFloats()));
            case INT32 -> Bytes.of(MemorySegment.ofArray(t.rawInts()));
            case BOOL -> Bytes.of(t.rawBools());
            case STRING -> Bytes.of(strings(t));
            default ->
                throw new ModelException(
                    "a weight file holds no tensors of type " + t.type().jsName());
          };
    };
  }

  private static byte[] strings(Tensor t) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] s : t.rawStrings()) {
      for (int shift = 0; shift < 32; shift += 8) {
        out.write(s.length >> shift);
      }
      out.writeBytes(s);
    }
    return out.toByteArray();
  }

  /// The entry as it was read, as far as it still holds.
  private static Tree json(WeightEntry entry, TensorSource data) {
    Map<String, Tree> json = new LinkedHashMap<>(entry.extras().of(WORDS).fields());
    json.put("name", Tree.of(entry.name()));
    json.put("shape", shape(data.shape()));
    json.put("dtype", Tree.of(data.type().jsName()));
    if (!entry.group().isEmpty()) {
      json.put("group", Tree.of(entry.group()));
    }
    Optional<DataType> codes =
        data instanceof StoredTensor s ? codes(s.encoding()) : Optional.empty();
    if (codes.isEmpty()) {
      json.remove("quantization");
    } else if (data != entry.data() || !json.containsKey("quantization")) {
      json.put("quantization", quantization(((StoredTensor) data).encoding(), codes.get()));
    }
    return Tree.object(json);
  }

  /// A list of dimensions.
  static Tree shape(Shape shape) {
    List<Tree> dims = new ArrayList<>();
    for (int dim : shape.dims()) {
      dims.add(Tree.of(dim));
    }
    return Tree.list(dims);
  }

  private static Tree quantization(Encoding encoding, DataType codes) {
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("dtype", Tree.of(QuantizationPlan.label(codes)));
    if (codes != DataType.HALF) {
      Affine affine =
          encoding instanceof Affine a ? a : Affine.of((Plain) encoding, encoding.type(), 1, 0);
      json.put("min", Tree.of(affine.mins().getFirst()));
      json.put("scale", Tree.of(affine.scales().getFirst()));
    }
    json.put("original_dtype", Tree.of(encoding.type().jsName()));
    return Tree.object(json);
  }
}
