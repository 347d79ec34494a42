package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.TensorSource;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A group of an HDF5 file: attributes, groups and data sets by name. Whatever the library says of
/// a damaged file becomes a [FormatException] here. Links are not followed: they may lead into
/// other files, or round in a circle.
final class Hdf5Group {
  /// Numbers that follow the name of an attribute which is too long for one.
  private static final int MOST_PARTS = 10_000;

  /// Files up to this size are read as a whole.
  private static final long IN_MEMORY = 32 << 20;

  private final String place;
  private final Bytes file;
  private final Group group;

  private Hdf5Group(String place, Bytes file, Group group) {
    this.place = place;
    this.file = file;
    this.group = group;
  }

  /// The root of a file. Data sets that are stored as they are are read from `file` when they are
  /// asked for.
  ///
  /// @param place for messages
  /// @throws FormatException where this is no HDF5 file
  static Hdf5Group root(String place, Bytes file) {
    return guarded(place, () -> new Hdf5Group(place, file, open(file)));
  }

  /// In memory the library takes none of its own, whatever a damaged file says of its sizes; a
  /// large file would take too much of it.
  private static HdfFile open(Bytes file) {
    return file.size() <= IN_MEMORY
        ? HdfFile.fromBytes(file.toArray())
        : new HdfFile(new BytesChannel(file), URI.create("file:///model.h5"));
  }

  String place() {
    return place;
  }

  boolean has(String attribute) {
    return attribute(attribute).isPresent();
  }

  /// The text of an attribute; empty where there is none.
  ///
  /// @throws FormatException where it is something else
  Optional<String> text(String name) {
    return attribute(name)
        .map(a -> guarded(place, a::getData))
        .map(data ->
            switch (data) {
              case String s -> s;
              case String[] s when s.length == 1 -> s[0];
              default -> throw new FormatException(at(name) + " should be a text");
            });
  }

  /// The texts of an attribute; one that is too long for a file is cut into `name0`, `name1`, and
  /// so on. Empty where there is none.
  Optional<List<String>> texts(String name) {
    if (has(name)) {
      return Optional.of(list(name));
    }
    List<String> all = new ArrayList<>();
    int part = 0;
    for (; part < MOST_PARTS && has(name + part); part++) {
      all.addAll(list(name + part));
    }
    return part == 0 ? Optional.empty() : Optional.of(all);
  }

  private List<String> list(String name) {
    Object data = guarded(place, () -> attribute(name).map(Attribute::getData).orElse(null));
    return switch (data) {
      case null -> List.of();
      case String s -> List.of(s);
      case String[] s -> Arrays.asList(s);
      // h5py writes an empty list as one of numbers.
      case double[] d when d.length == 0 -> List.of();
      default -> throw new FormatException(at(name) + " should be a list of texts");
    };
  }

  private String at(String attribute) {
    return place + ": attribute " + ModelException.quoted(attribute);
  }

  private Optional<Attribute> attribute(String name) {
    return Optional.ofNullable(guarded(place, () -> group.getAttributes().get(name)));
  }

  /// The group at a path below this one.
  Optional<Hdf5Group> group(String path) {
    return node(path)
        .filter(n -> n instanceof Group)
        .map(n -> new Hdf5Group(place + ": " + path, file, (Group) n));
  }

  /// The data set at a path below this group.
  Optional<TensorSource> tensor(String path) {
    return node(path).filter(n -> n instanceof io.jhdf.api.Dataset).map(n -> tensor(path, n));
  }

  private TensorSource tensor(String path, Node node) {
    String where = place + ": data set " + ModelException.quoted(path);
    return guarded(where, () -> Hdf5Data.read((io.jhdf.api.Dataset) node, file))
        .orElseThrow(() -> new FormatException(where + " holds no numbers"));
  }

  private Optional<Node> node(String path) {
    Node at = group;
    for (String part : path.split("/", -1)) {
      if (!(at instanceof Group inner) || part.isEmpty()) {
        return Optional.empty();
      }
      at = guarded(place, () -> inner.getChild(part));
      refuseLink(at);
    }
    return Optional.ofNullable(at);
  }

  private void refuseLink(Node node) {
    if (node != null && node.isLink()) {
      throw new FormatException(
          place
              + ": "
              + ModelException.quoted(node.getName())
              + " is a link, which Keras never writes and which is not followed");
    }
  }

  /// All data sets below this group, by their paths.
  ///
  /// @throws FormatException where a group lies in itself, or holds something else than numbers
  Map<String, TensorSource> tensors() {
    Map<String, TensorSource> all = new LinkedHashMap<>();
    collect("", group, new HashSet<>(), all);
    return all;
  }

  private void collect(String path, Group from, Set<Long> seen, Map<String, TensorSource> to) {
    if (!seen.add(guarded(place, from::getAddress))) {
      throw new FormatException(place + ": group " + ModelException.quoted(path) + " occurs twice");
    }
    guarded(place, from::getChildren)
        .forEach((name, node) -> {
          refuseLink(node);
          String at = path.isEmpty() ? name : path + "/" + name;
          if (node instanceof Group inner) {
            collect(at, inner, seen, to);
          } else if (node instanceof io.jhdf.api.Dataset) {
            to.put(at, tensor(at, node));
          }
        });
  }

  /// The one place where the library's exceptions end. A file that goes round in a circle may cost
  /// it the stack.
  private static <T> T guarded(String place, Supplier<T> read) {
    try {
      return read.get();
    } catch (ModelException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new FormatException(place + ": is no sound HDF5 file: " + reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    for (int i = 0; i < 10 && cause.getCause() != null; i++) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : ModelException.quoted(message);
  }
}
