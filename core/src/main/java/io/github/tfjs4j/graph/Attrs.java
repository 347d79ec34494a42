package io.github.tfjs4j.graph;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.Map;

/// The attributes of one node as a reader found them, with typed access: what an [OpDef] makes its
/// op of. A missing attribute gives the default that the caller names; one of another kind is a
/// [FormatException].
public record Attrs(String op, Map<String, AttrValue> values) {
  public boolean has(String name) {
    return values.containsKey(name);
  }

  public int i(String name, int byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.I(long v) when v == (int) v -> (int) v;
      case AttrValue.F(float v) when v == (int) v -> (int) v;
      case AttrValue other -> throw wrong(name, "an int", other);
    };
  }

  public long l(String name, long byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.I(long v) -> v;
      case AttrValue.F(float v) when v == (long) v -> (long) v;
      case AttrValue other -> throw wrong(name, "an int", other);
    };
  }

  public float f(String name, float byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.F(float v) -> v;
      case AttrValue.I(long v) -> v;
      case AttrValue other -> throw wrong(name, "a float", other);
    };
  }

  public boolean b(String name, boolean byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.B(boolean v) -> v;
      case AttrValue other -> throw wrong(name, "a bool", other);
    };
  }

  public String s(String name, String byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.S(String v) -> v;
      case AttrValue other -> throw wrong(name, "a string", other);
    };
  }

  public DataType type(String name, DataType byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.Type(DataType v) -> v;
      case AttrValue other -> throw wrong(name, "a type", other);
    };
  }

  public Shape shape(String name, Shape byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.Dims(Shape v) -> v;
      case AttrValue other -> throw wrong(name, "a shape", other);
    };
  }

  /// A function. One that is not there is an [UnsupportedModelException]: readers keep such a node
  /// as it is.
  public Graph function(String name) {
    return switch (values.get(name)) {
      case AttrValue.Body(Graph v) -> v;
      case null ->
          throw new UnsupportedModelException(op + ": there is no function '" + name + "'");
      case AttrValue.Func(String v) ->
          throw new UnsupportedModelException(
              op + ": attribute '" + name + "' names the function '" + v + "', which is not there");
      case AttrValue other -> throw wrong(name, "a function", other);
    };
  }

  public List<Integer> ints(String name, List<Integer> byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.Ints(List<Long> v) when v.stream().allMatch(n -> n == n.intValue()) ->
          v.stream().map(Long::intValue).toList();
      case AttrValue.EmptyList _ -> List.of();
      case AttrValue other -> throw wrong(name, "a list of ints", other);
    };
  }

  public List<String> strings(String name, List<String> byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.Strings(List<String> v) -> v;
      case AttrValue.EmptyList _ -> List.of();
      case AttrValue other -> throw wrong(name, "a list of strings", other);
    };
  }

  public List<DataType> types(String name, List<DataType> byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.Types(List<DataType> v) -> v;
      case AttrValue.EmptyList _ -> List.of();
      case AttrValue other -> throw wrong(name, "a list of types", other);
    };
  }

  public List<Shape> shapes(String name, List<Shape> byDefault) {
    return switch (values.get(name)) {
      case null -> byDefault;
      case AttrValue.Shapes(List<Shape> v) -> v;
      case AttrValue.EmptyList _ -> List.of();
      case AttrValue other -> throw wrong(name, "a list of shapes", other);
    };
  }

  private FormatException wrong(String name, String wanted, AttrValue found) {
    return new FormatException(
        op
            + ": attribute '"
            + name
            + "' should be "
            + wanted
            + ", found "
            + ModelException.quoted(found.text()));
  }
}
