package io.github.tfjs4j.op;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// An op of images whose channels stand before height and width: `data_format` NCHW, or NCDHW. It
/// is that of channels last between two transposes; filters stay as they are, a bias, a slope or a
/// scale is a scalar or one number a channel.
///
/// A file has it and no target: [#channelsLast] is what takes its place. TF.js takes channels first
/// for channels last, or refuses them, except for `Conv2D` and what is fused to it.
///
/// @param last the same with channels last
/// @param lists the attributes that have one entry an axis, in this order of axes
public record ChannelsFirst(ImageOp last, Map<String, AttrValue> lists) implements ImageOp {
  private static final Set<String> LISTS =
      Set.of("ksize", "strides", "explicit_paddings", "dilations");

  public ChannelsFirst {
    lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
  }

  private static Map<String, AttrValue> lists(ImageOp last, OpDef<?> def) {
    Map<String, AttrValue> lists = new LinkedHashMap<>(def.attributes(last));
    lists.keySet().retainAll(LISTS);
    lists.replaceAll((_, list) -> turned(list, toFirst(axesOfLists(last))));
    return lists;
  }

  // ---- spelling ----

  /// The spelling of an op with channels last, and of the same with channels first.
  ///
  /// @param asTheyAre the lists of which TF.js takes the second and third entry for height and
  ///   width in this order of axes too, where TensorFlow means the third and fourth
  static <O extends ImageOp> OpDef<ImageOp> too(OpDef<O> last, String... asTheyAre) {
    OpDef<ImageOp> both =
        last.also(ImageOp.class, a -> read(last, a, Set.of(asTheyAre)), ChannelsFirst::lastOf);
    for (String key : last.keys()) {
      if (LISTS.contains(key)) {
        both.attr(
            key,
            o -> o instanceof ChannelsFirst c ? c.lists.get(key) : last.attributes(o).get(key));
      }
    }
    return both.optional("data_format", ChannelsFirst::formatOf);
  }

  private static ImageOp lastOf(ImageOp op) {
    return op instanceof ChannelsFirst c ? c.last : op;
  }

  private static ImageOp read(OpDef<? extends ImageOp> def, Attrs a, Set<String> asTheyAre) {
    boolean image = a.s("data_format", "").equalsIgnoreCase("NCHW");
    if (!image && !a.s("data_format", "").equalsIgnoreCase("NCDHW")) {
      return def.make(a.values());
    }
    int[] order = toLast(image ? 4 : 5);
    Map<String, AttrValue> values = new LinkedHashMap<>(a.values());
    values.put("data_format", new AttrValue.S(image ? "NHWC" : "NDHWC"));
    values.replaceAll((key, list) ->
        LISTS.contains(key) && !asTheyAre.contains(key) ? turned(list, order) : list);
    ImageOp last = def.make(values);
    Map<String, AttrValue> lists = lists(last, def);
    asTheyAre.stream().filter(a::has).forEach(key -> lists.put(key, a.values().get(key)));
    return new ChannelsFirst(last, lists);
  }

  private static Optional<AttrValue> formatOf(ImageOp op) {
    boolean image = axesOfLists(lastOf(op)) == 4;
    return op instanceof ChannelsFirst
        ? Optional.of(new AttrValue.S(image ? "NCHW" : "NCDHW"))
        : Optional.empty();
  }

  private static int axesOfLists(ImageOp last) {
    return last.axes().orElse(4);
  }

  /// A list of one or two entries an axis in another order of axes; any other stays as it is.
  private static AttrValue turned(AttrValue list, int[] order) {
    if (!(list instanceof AttrValue.Ints(List<Long> of))
        || of.isEmpty()
        || of.size() % order.length != 0) {
      return list;
    }
    int width = of.size() / order.length;
    List<Long> out = new ArrayList<>();
    for (int axis : order) {
      out.addAll(of.subList(axis * width, (axis + 1) * width));
    }
    return new AttrValue.Ints(out);
  }

  private static int[] toLast(int rank) {
    return IntStream.range(0, rank).map(i -> i == 0 || rank < 3 ? i : i % (rank - 1) + 1).toArray();
  }

  private static int[] toFirst(int rank) {
    return IntStream.range(0, rank)
        .map(i -> i == 0 || rank < 3 ? i : i == 1 ? rank - 1 : i - 1)
        .toArray();
  }

  // ---- meaning ----

  @Override
  public String name() {
    return last.name();
  }

  @Override
  public int images() {
    return last.images();
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return axis == 0 ? Axis.of(node, images(), 0) : List.of();
  }

  @Override
  public Operands operands() {
    return last.operands();
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return last.multiplyAdds(node);
  }

  /// What always gives the same, of ops with channels last; not where it is not known how many axes
  /// there are.
  public Optional<Value> channelsLast(List<Value> inputs, GraphBuilder to) {
    Shape x = images(inputs);
    if (!x.hasRank()) {
      return Optional.empty();
    }
    Tf tf = new Tf(to);
    List<Value> turned = turned(inputs, v -> tf.transpose(v, toLast(x.rank())), to);
    return Optional.of(tf.transpose(to.add(last, turned), toFirst(x.rank())));
  }

  private List<Value> turned(List<Value> inputs, UnaryOperator<Value> images, GraphBuilder to) {
    List<Value> turned = new ArrayList<>(inputs);
    turned.set(images(), images.apply(inputs.get(images())));
    last.resultShape().ifPresent(i -> turned.set(i, permuted(inputs.get(i), new Tf(to))));
    return turned;
  }

  private Value permuted(Value shape, Tf tf) {
    return tf.gather(shape, tf.constant(Tensor.ints(toLast(axesOfLists(last)))), 0);
  }

  private Shape images(List<Value> inputs) {
    Shape x = inputs.get(images()).shape();
    return last.axes().isPresent() ? x.merge(Shape.ofRank(last.axes().getAsInt())) : x;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = images(inputs);
    for (Value v : inputs.subList(Math.min(last.perChannel(), inputs.size()), inputs.size())) {
      if (v.shape().hasRank() && v.shape().rank() > 1) {
        throw new ShapeException(
            "with channels first a bias, slope or scale is a scalar or one number a channel, found "
                + v.shape());
      }
    }
    if (!x.hasRank()) {
      return last.types(inputs);
    }
    GraphBuilder to = GraphBuilder.verbatim();
    Shape turned = Transpose.permuted(x, toLast(x.rank()));
    List<Value> in = turned(inputs, v -> to.add(new Placeholder(v.dataType(), turned)), to);
    try {
      TensorType y = last.types(in).getFirst();
      return List.of(y.withShape(Transpose.permuted(y.shape(), toFirst(x.rank()))));
    } catch (ModelException e) {
      throw e.at("of " + x + " with its channels put last");
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    int rank = inputs.get(images()).shape().rank();
    List<Tensor> turned = new ArrayList<>(inputs);
    turned.set(images(), Elements.transpose(inputs.get(images()), toLast(rank)));
    last.resultShape()
        .ifPresent(i -> {
          int[] shape = inputs.get(i).rawInts();
          turned.set(
              i, Tensor.ints(IntStream.of(toLast(shape.length)).map(a -> shape[a]).toArray()));
        });
    return List.of(Elements.transpose(last.evaluate(turned).getFirst(), toFirst(rank)));
  }
}
