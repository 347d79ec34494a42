package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `x[key]` as Python means it: numbers, slices, new axes and an ellipsis, one or a list of them.
final class Indexed {
  private Indexed() {}

  /// One axis of the key.
  ///
  /// @param at the number that takes the axis away; empty for a slice
  private record Part(Optional<Integer> at, Tree start, Tree stop, Tree step) {
    static final Part ALL = new Part(Optional.empty(), Tree.NULL, Tree.NULL, Tree.NULL);

    /// The same of the axis read from its end.
    Part reversed() {
      return new Part(
          at, mirrored(start), mirrored(stop), Tree.of(Math.negateExact(step.intValue())));
    }

    private static Tree mirrored(Tree index) {
      return isOpen(index) ? index : Tree.of(-1 - index.intValue());
    }
  }

  static Value of(Tf tf, Value x, Tree key, FunctionCall call) {
    List<Tree> items = items(key);
    int rank = FunctionCall.rank(x);
    long taken = items.stream().filter(k -> !isNewAxis(k) && !isEllipsis(k)).count();
    if (taken > rank) {
      throw call.wrong("key", "at most " + rank + " indices");
    }
    List<Part> parts = new ArrayList<>();
    List<Integer> newAxes = new ArrayList<>();
    int axis = 0;
    for (Tree item : items) {
      if (isNewAxis(item)) {
        newAxes.add(axis++);
      } else if (isEllipsis(item)) {
        for (long i = taken; i < rank; i++) {
          parts.add(Part.ALL);
          axis++;
        }
      } else {
        Part part = part(item, call);
        parts.add(part);
        axis += part.at().isPresent() ? 0 : 1;
      }
    }
    Value y = sliced(tf, x, parts, call);
    for (int a : newAxes) {
      y = tf.expandDims(y, a);
    }
    return y;
  }

  private static List<Tree> items(Tree key) {
    if (key.path("class_name").string("").equals("__tuple__")) {
      return key.path("items").items();
    }
    return key.isList() ? key.items() : List.of(key);
  }

  private static boolean isNewAxis(Tree item) {
    return item.isNull();
  }

  private static boolean isEllipsis(Tree item) {
    return item.string("").equals("Ellipsis")
        || item.path("class_name").string("").equals("__ellipsis__");
  }

  private static Part part(Tree item, FunctionCall call) {
    if (item.isInt()) {
      return new Part(Optional.of(item.intValue()), Tree.NULL, Tree.NULL, Tree.NULL);
    }
    Tree slice =
        item.path("class_name").string("").equals("__slice__") ? item.path("config") : item;
    if (!slice.isObject() || !slice.has("start")) {
      throw new UnsupportedModelException(
          "index "
              + ModelException.quoted(item.toString())
              + " cannot be converted, only numbers, slices, None and ... can");
    }
    for (String end : List.of("start", "stop", "step")) {
      Tree number = slice.path(end);
      if (!number.isNull() && !number.isMissing() && !number.isInt()) {
        throw call.wrong("key", "made of numbers that are known");
      }
    }
    return new Part(Optional.empty(), slice.path("start"), slice.path("stop"), slice.path("step"));
  }

  private static Value sliced(Tf tf, Value x, List<Part> parts, FunctionCall call) {
    int n = parts.size();
    if (parts.stream()
        .allMatch(
            p -> p.at().isEmpty() && isOpen(p.start()) && isOpen(p.stop()) && isOpen(p.step()))) {
      return x;
    }
    int[] begin = new int[n];
    int[] end = new int[n];
    int[] strides = new int[n];
    int beginMask = 0;
    int endMask = 0;
    int shrinkMask = 0;
    Value forwards = x;
    for (int i = 0; i < n; i++) {
      Part part = parts.get(i);
      if (!isOpen(part.step()) && part.step().intValue() < 0) {
        // TF.js goes wrong where an axis is read backwards and another one goes.
        forwards = tf.reverse(forwards, i);
        part = part.reversed();
      }
      strides[i] = isOpen(part.step()) ? 1 : part.step().intValue();
      if (strides[i] == 0) {
        throw call.wrong("key", "made of slices whose step is not 0");
      }
      if (part.at().isPresent()) {
        begin[i] = part.at().get();
        end[i] = begin[i] + 1;
        shrinkMask |= 1 << i;
        continue;
      }
      begin[i] = isOpen(part.start()) ? 0 : part.start().intValue();
      end[i] = isOpen(part.stop()) ? 0 : part.stop().intValue();
      beginMask |= isOpen(part.start()) ? 1 << i : 0;
      endMask |= isOpen(part.stop()) ? 1 << i : 0;
    }
    return tf.stridedSlice(forwards, begin, end, strides, beginMask, endMask, 0, 0, shrinkMask);
  }

  private static boolean isOpen(Tree number) {
    return number.isNull() || number.isMissing();
  }
}
