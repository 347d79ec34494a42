package io.github.tfjs4j.formats.tensorflow;

import com.google.protobuf.ByteString;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.formats.proto.AttrProto;
import io.github.tfjs4j.formats.proto.AttrProto.ListValue;
import io.github.tfjs4j.formats.proto.NameAttrList;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Attributes of nodes as messages have them.
final class AttrProtos {
  private AttrProtos() {}

  /// All attributes, by name.
  ///
  /// @param bound what the attributes of a function stand for in this call of it
  static Map<String, AttrValue> read(
      Map<String, AttrProto> attributes, Map<String, AttrValue> bound) {
    Map<String, AttrValue> out = new LinkedHashMap<>();
    // The order of a map in a message is nobody's.
    new TreeMap<>(attributes)
        .forEach((key, value) -> {
          if (!key.startsWith("_")) {
            out.put(key, read(value, bound));
          }
        });
    return out;
  }

  private static AttrValue read(AttrProto value, Map<String, AttrValue> bound) {
    return switch (value.getValueCase()) {
      case S -> string(value.getS());
      case I -> new AttrValue.I(value.getI());
      case F -> new AttrValue.F(value.getF());
      case B -> new AttrValue.B(value.getB());
      case TYPE -> new AttrValue.Type(TensorProtos.type(value.getTypeValue()));
      case SHAPE -> new AttrValue.Dims(TensorProtos.shape(value.getShape()));
      case FUNC -> new AttrValue.Func(value.getFunc().getName());
      case LIST -> list(value.getList());
      case PLACEHOLDER ->
          bound.getOrDefault(value.getPlaceholder(), other("placeholder", value.getPlaceholder()));
      case TENSOR -> other("tensor", "");
      case VALUE_NOT_SET -> new AttrValue.Other(Tree.EMPTY_OBJECT);
    };
  }

  private static AttrValue other(String key, String value) {
    return new AttrValue.Other(Tree.object(Map.of(key, Tree.of(value))));
  }

  private static AttrValue string(ByteString bytes) {
    return bytes.isValidUtf8()
        ? new AttrValue.S(bytes.toStringUtf8())
        : other("s", Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  private static AttrValue list(ListValue list) {
    if (list.getSCount() > 0) {
      List<String> strings = new ArrayList<>();
      list.getSList().forEach(s -> strings.add(s.toStringUtf8()));
      return new AttrValue.Strings(strings);
    }
    if (list.getICount() > 0) {
      return new AttrValue.Ints(List.copyOf(list.getIList()));
    }
    if (list.getFCount() > 0) {
      return new AttrValue.Floats(List.copyOf(list.getFList()));
    }
    if (list.getBCount() > 0) {
      return new AttrValue.Bools(List.copyOf(list.getBList()));
    }
    if (list.getTypeCount() > 0) {
      return new AttrValue.Types(list.getTypeValueList().stream().map(TensorProtos::type).toList());
    }
    if (list.getShapeCount() > 0) {
      return new AttrValue.Shapes(list.getShapeList().stream().map(TensorProtos::shape).toList());
    }
    if (list.getFuncCount() > 0) {
      List<Tree> names = new ArrayList<>();
      list.getFuncList().forEach(f -> names.add(Tree.object(Map.of("name", Tree.of(f.getName())))));
      return new AttrValue.Other(
          Tree.object(Map.of("list", Tree.object(Map.of("func", Tree.list(names))))));
    }
    return new AttrValue.EmptyList();
  }

  // ---- writing ----

  /// @throws UnsupportedModelException where it is nothing that a node of TF.js has
  static AttrProto write(AttrValue value) {
    AttrProto.Builder out = AttrProto.newBuilder();
    switch (value) {
      case AttrValue.S(String v) -> out.setS(ByteString.copyFromUtf8(v));
      case AttrValue.I(long v) -> out.setI(v);
      case AttrValue.F(float v) -> out.setF(v);
      case AttrValue.B(boolean v) -> out.setB(v);
      case AttrValue.Type(var v) -> out.setTypeValue(v.number());
      case AttrValue.Dims(var v) -> out.setShape(TensorProtos.write(v));
      case AttrValue.Func(String v) -> out.setFunc(NameAttrList.newBuilder().setName(v));
      case AttrValue.Other(Tree tree) -> other(tree, out);
      case AttrValue.Strings _,
          AttrValue.Ints _,
          AttrValue.Floats _,
          AttrValue.Bools _,
          AttrValue.Types _,
          AttrValue.Shapes _,
          AttrValue.EmptyList _ ->
          out.setList(list(value));
      case AttrValue.Body _ -> throw new IllegalArgumentException("a function without a name");
    }
    return out.build();
  }

  private static ListValue list(AttrValue value) {
    ListValue.Builder out = ListValue.newBuilder();
    switch (value) {
      case AttrValue.Strings(List<String> v) ->
          v.forEach(s -> out.addS(ByteString.copyFromUtf8(s)));
      case AttrValue.Ints(List<Long> v) -> out.addAllI(v);
      case AttrValue.Floats(List<Float> v) -> out.addAllF(v);
      case AttrValue.Bools(List<Boolean> v) -> out.addAllB(v);
      case AttrValue.Types(var v) -> v.forEach(t -> out.addTypeValue(t.number()));
      case AttrValue.Shapes(var v) -> v.forEach(s -> out.addShape(TensorProtos.write(s)));
      default -> {}
    }
    return out.build();
  }

  /// What TF.js' files may hold beside: bytes that are no text, functions by their names.
  private static void other(Tree tree, AttrProto.Builder out) {
    Optional<String> bytes = tree.path("s").string();
    Optional<String> function = tree.path("func").path("name").string();
    List<Tree> functions = tree.path("list").path("func").items();
    if (bytes.isPresent()) {
      out.setS(ByteString.copyFrom(Base64.getDecoder().decode(bytes.get())));
    } else if (function.isPresent()) {
      out.setFunc(NameAttrList.newBuilder().setName(function.get()));
    } else if (!functions.isEmpty()) {
      ListValue.Builder list = ListValue.newBuilder();
      functions.forEach(
          f -> list.addFunc(NameAttrList.newBuilder().setName(f.path("name").string().orElse(""))));
      out.setList(list);
    } else if (!tree.fields().isEmpty()) {
      throw new UnsupportedModelException("an attribute " + tree + " is not written");
    }
  }
}
