package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ReverseV2;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.ShapeOp;
import io.github.tfjs4j.op.TensorListOp;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.SameShape;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.pass.ZeroStates;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A loop that goes through lists of tensors from their first to their last element is a
/// recurrence:
///
///     While(t = 0, ys = TensorListReserve(T), h, xs = TensorListFromTensor(x [T, B, ...]))
///       cond  t < T
///       body  h' = step(TensorListGetItem(xs, t), h);  t + 1, TensorListSetItem(ys, t, h'), h', xs
///       ->  Scan(Transpose(x) [B, T, ...], h)
///
/// So TensorFlow writes Keras' recurrent layers. Where only the last element is kept
/// (`TensorListSetItem(ys, 0, h')`), it is a state.
public final class RecogniseScan implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof While loop)
        || loop.body().hasEffects()
        || loop.cond().hasEffects()
        || !site.node().controls().isEmpty()) {
      return Optional.empty();
    }
    return new Loop(site, loop.typed(site.node().inputs())).scan();
  }

  /// What a variable is in every round.
  private enum Kind {
    /// The number of rounds so far.
    COUNTER,
    /// As it was before the loop.
    SAME,
    /// A list into which every round writes one more element.
    GROWING,
    /// A list of one element, which every round writes.
    LAST,
    STATE
  }

  /// One loop that is looked at.
  private static final class Loop {
    private final Site site;
    private final List<Value> before;
    private final List<Value> after;
    private final List<Value> condition;
    private final Value goesOn;
    private final List<Kind> kinds = new ArrayList<>();
    private final Graph body;
    private final SameShape shapes = new SameShape();

    Loop(Site site, While loop) {
      this.site = site;
      this.body = loop.body();
      this.before = List.copyOf(body.inputs().values());
      this.after = List.copyOf(body.outputs().values());
      this.condition = List.copyOf(loop.cond().inputs().values());
      this.goesOn = loop.cond().outputs().values().iterator().next();
    }

    private int variables() {
      return before.size();
    }

    // ---- what it is ----

    private boolean classify() {
      for (int i = 0; i < variables(); i++) {
        Optional<Kind> kind = kind(i);
        if (kind.isEmpty()) {
          return false;
        }
        kinds.add(kind.get());
      }
      return true;
    }

    private Optional<Kind> kind(int i) {
      if (after.get(i).equals(before.get(i))) {
        return Optional.of(Kind.SAME);
      }
      if (isCounter(i)) {
        return Optional.of(Kind.COUNTER);
      }
      if (before.get(i).dataType() != DataType.VARIANT) {
        return Optional.of(Kind.STATE);
      }
      return written(i);
    }

    private boolean isCounter(int i) {
      Value next = after.get(i);
      return isZero(site.input(i))
          && next.op().name().equals("AddV2")
          && ((next.node().input(0).equals(before.get(i)) && isOne(next.node().input(1)))
              || (next.node().input(1).equals(before.get(i)) && isOne(next.node().input(0))));
    }

    private static boolean isZero(Value v) {
      return is(v, 0);
    }

    private static boolean isOne(Value v) {
      return is(v, 1);
    }

    private static boolean is(Value v, int number) {
      return v.shape().equals(Shape.SCALAR)
          && v.constantInts().filter(n -> n.length == 1 && n[0] == number).isPresent();
    }

    /// A list that nothing in the body looks at but what writes the next element.
    private Optional<Kind> written(int i) {
      Node write = after.get(i).node();
      if (!(write.op() instanceof TensorListOp list)
          || !write.input(0).equals(before.get(i))
          || body.users(before.get(i).node()).size() != 1
          || body.users(write).size() > 0) {
        return Optional.empty();
      }
      return switch (list.f()) {
        case PUSH_BACK ->
            isOp(site.input(i), TensorListOp.F.EMPTY)
                ? Optional.of(Kind.GROWING)
                : Optional.empty();
        case SET_ITEM -> {
          if (!isOp(site.input(i), TensorListOp.F.RESERVE)) {
            yield Optional.empty();
          }
          if (isZero(write.input(1)) && isOne(site.input(i).node().input(1))) {
            yield Optional.of(Kind.LAST);
          }
          yield isIndex(write.input(1)) ? Optional.of(Kind.GROWING) : Optional.empty();
        }
        default -> Optional.empty();
      };
    }

    private static boolean isOp(Value v, TensorListOp.F f) {
      return v.op() instanceof TensorListOp list && list.f() == f;
    }

    private boolean isIndex(Value v) {
      int i = before.indexOf(v);
      return i >= 0 && isCounter(i);
    }

    private Value element(int i) {
      Node write = after.get(i).node();
      return write.input(write.inputs().size() - 1);
    }

    // ---- how long it is ----

    /// Numbers that the number of rounds stays below: constants, and values from outside. Empty
    /// where the condition is of another form.
    private Optional<List<Value>> bounds() {
      List<Value> bounds = new ArrayList<>();
      Deque<Value> open = new ArrayDeque<>(List.of(goesOn));
      while (!open.isEmpty()) {
        Value v = open.pop();
        switch (v.op().name()) {
          case "LogicalAnd" -> v.node().inputs().forEach(open::push);
          case "Less" -> {
            int counter = condition.indexOf(v.node().input(0));
            Value most = v.node().input(1);
            int variable = condition.indexOf(most);
            boolean isBound =
                counter >= 0
                    && kinds.get(counter) == Kind.COUNTER
                    && (variable < 0
                        ? most.constantInts().isPresent() && most.shape().equals(Shape.SCALAR)
                        : kinds.get(variable) == Kind.SAME);
            if (!isBound) {
              return Optional.empty();
            }
            bounds.add(variable < 0 ? most : site.input(variable));
          }
          default -> {
            return Optional.empty();
          }
        }
      }
      return Optional.of(bounds);
    }

    /// The number of rounds, if it is one and that of elements of all these time-major sequences.
    ///
    /// @return a constant, or empty for the unknown length of them all
    private Optional<OptionalInt> rounds(List<Value> sequences) {
      Optional<List<Value>> bounds = bounds();
      if (bounds.isEmpty() || bounds.get().isEmpty() || sequences.isEmpty()) {
        return Optional.empty();
      }
      int least = Integer.MAX_VALUE;
      boolean constant = true;
      Axis time = new Axis(sequences.getFirst(), 0);
      for (Value bound : bounds.get()) {
        Optional<int[]> number = bound.constantInts();
        constant &= number.isPresent();
        if (number.isPresent()) {
          least = Math.min(least, number.get()[0]);
        } else if (ShapeOp.axis(bound).filter(a -> shapes.surely(a, time)).isEmpty()) {
          return Optional.empty();
        }
      }
      for (Value x : sequences) {
        boolean fits = constant ? x.shape().dim(0) == least : shapes.surely(new Axis(x, 0), time);
        if (!fits) {
          return Optional.empty();
        }
      }
      return constant || least == Integer.MAX_VALUE
          ? Optional.of(constant ? OptionalInt.of(least) : OptionalInt.empty())
          : Optional.empty();
    }

    /// Whether a list is reserved for as many elements as there are rounds.
    private boolean isReserved(int i, OptionalInt rounds, Axis time) {
      if (isOp(site.input(i), TensorListOp.F.EMPTY)) {
        return true;
      }
      Value n = site.input(i).node().input(1);
      return rounds.isPresent()
          ? is(n, rounds.getAsInt())
          : ShapeOp.axis(n).filter(a -> shapes.surely(a, time)).isPresent();
    }

    // ---- what a round does ----

    /// What the step computes of a round, in the order of the results.
    private final List<Integer> states = new ArrayList<>();

    private final List<Integer> growing = new ArrayList<>();

    /// States that are always another one.
    private final Map<Integer, Integer> same = new HashMap<>();

    private final Map<Node, Value> reads = new LinkedHashMap<>();
    private final List<Integer> rest = new ArrayList<>();

    /// Finds out what the step reads.
    ///
    /// @return false where that is anything else than elements, states and what stays the same
    private boolean explore(List<Value> wanted) {
      Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      Deque<Node> open = new ArrayDeque<>();
      wanted.forEach(v -> open.push(v.node()));
      while (!open.isEmpty()) {
        Node node = open.pop();
        if (!seen.add(node)) {
          continue;
        }
        int variable = node.types().size() == 1 ? before.indexOf(node.out()) : -1;
        if (variable >= 0) {
          boolean isTensor = before.get(variable).dataType() != DataType.VARIANT;
          switch (kinds.get(variable)) {
            case SAME -> {
              if (!isTensor) {
                return false;
              }
              rest.add(variable);
            }
            case STATE -> {}
            default -> {
              return false;
            }
          }
        } else if (isRead(node)) {
          reads.put(node, site.input(before.indexOf(node.input(0))).node().input(0));
        } else {
          node.inputs().forEach(v -> open.push(v.node()));
        }
      }
      return true;
    }

    /// An element of a list, that of the round.
    private boolean isRead(Node node) {
      if (!(node.op() instanceof TensorListOp list)
          || list.f() != TensorListOp.F.GET_ITEM
          || !isIndex(node.input(1))) {
        return false;
      }
      int i = before.indexOf(node.input(0));
      return i >= 0
          && kinds.get(i) == Kind.SAME
          && isOp(site.input(i), TensorListOp.F.FROM_TENSOR)
          && site.input(i).node().input(0).shape().hasRank()
          && site.input(i).node().input(0).shape().rank() >= 2;
    }

    private boolean isUsed(int i) {
      Value result = site.node().out(i);
      return site.graph().outputs().containsValue(result)
          || site.graph().states().values().stream().anyMatch(s -> s.after().equals(result))
          || site.graph().users(site.node()).stream().anyMatch(n -> n.inputs().contains(result));
    }

    /// The first axis of all that a step takes and gives is one, the batch, as far as that is
    /// known.
    private boolean hasBatch(List<Value> sequences) {
      List<Shape> all = new ArrayList<>();
      sequences.forEach(x -> all.add(x.shape().sub(1, x.shape().rank())));
      states.forEach(i -> all.add(site.node().out(i).shape()));
      growing.forEach(i -> all.add(element(i).shape()));
      for (Shape shape : all) {
        boolean fits = shape.hasRank() && shape.rank() > 0 && shape.dim(0) == all.getFirst().dim(0);
        if (!fits) {
          return false;
        }
      }
      return true;
    }

    // ---- the recurrence ----

    Optional<List<Value>> scan() {
      if (!classify()) {
        return Optional.empty();
      }
      List<Value> wanted = new ArrayList<>();
      for (int i = 0; i < variables(); i++) {
        switch (kinds.get(i)) {
          case GROWING -> {
            if (isUsed(i)) {
              growing.add(i);
              wanted.add(element(i));
            }
          }
          case LAST -> {
            if (isUsed(i) && state(element(i)).isEmpty()) {
              return Optional.empty();
            }
          }
          case STATE -> {
            states.add(i);
            wanted.add(after.get(i));
          }
          default -> {}
        }
      }
      if (!explore(wanted)) {
        return Optional.empty();
      }
      List<Value> sequences = reads.values().stream().distinct().toList();
      Optional<OptionalInt> rounds = rounds(sequences);
      if (rounds.isEmpty() || !hasBatch(sequences)) {
        return Optional.empty();
      }
      Axis time = new Axis(sequences.getFirst(), 0);
      boolean reserved = growing.stream().allMatch(i -> isReserved(i, rounds.get(), time));
      return reserved ? Optional.of(results(sequences, rounds.get())) : Optional.empty();
    }

    /// The state that becomes `v` in every round.
    private Optional<Integer> state(Value v) {
      for (int i = 0; i < variables(); i++) {
        if (kinds.get(i) == Kind.STATE && after.get(i).equals(v)) {
          return Optional.of(i);
        }
      }
      return Optional.empty();
    }

    /// Of two states that begin alike and go on alike as long as they are alike, one will do. Keras
    /// keeps what a step gave last beside the state that it is.
    private void mergeStates(List<Value> sequences) {
      for (int i = 0; i < states.size(); i++) {
        for (int j = states.size() - 1; j > i; j--) {
          int kept = states.get(i);
          int other = states.get(j);
          if (beginAlike(kept, other)) {
            same.put(other, kept);
            Graph step = step(sequences);
            List<Value> next =
                List.copyOf(step.outputs().values()).subList(growing.size(), step.outputs().size());
            if (next.get(i).equals(next.get(j))) {
              states.subList(j, j + 1).clear();
            } else {
              same.remove(other);
            }
          }
        }
      }
    }

    private boolean beginAlike(int a, int b) {
      Value x = site.input(a);
      Value y = site.input(b);
      return x.equals(y)
          || (ZeroStates.isZero(x)
              && ZeroStates.isZero(y)
              && x.dataType() == y.dataType()
              && shapes.surely(x, y));
    }

    private int kept(int state) {
      return same.getOrDefault(state, state);
    }

    private List<Value> results(List<Value> sequences, OptionalInt rounds) {
      mergeStates(sequences);
      Tf tf = site.tf();
      boolean reverse = sequences.stream().allMatch(Loop::isReversed);
      List<Value> inputs = new ArrayList<>();
      for (Value x : sequences) {
        inputs.add(swapped(tf, site.moved(reverse ? x.node().input(0) : x)));
      }
      states.forEach(i -> inputs.add(site.moved(site.input(i))));
      rest.forEach(i -> inputs.add(site.moved(site.input(i))));
      Scan scan = new Scan(step(sequences), sequences.size(), states.size(), reverse, "the loop");
      Node node = tf.to().addNode(scan, inputs);
      List<Value> results = new ArrayList<>();
      for (int i = 0; i < variables(); i++) {
        results.add(
            switch (kinds.get(i)) {
              case SAME -> site.moved(site.input(i));
              case COUNTER ->
                  rounds.isPresent()
                      ? tf.scalar(Math.max(0, rounds.getAsInt()))
                      : tf.dim(site.moved(sequences.getFirst()), 0);
              case STATE -> node.out(growing.size() + states.indexOf(kept(i)));
              case GROWING ->
                  growing.contains(i)
                      ? list(tf, i, swapped(tf, node.out(growing.indexOf(i))))
                      : site.moved(site.input(i));
              case LAST ->
                  isUsed(i)
                      ? list(tf, i, tf.expandDims(last(node, i), 0))
                      : site.moved(site.input(i));
            });
      }
      return results;
    }

    private Value last(Node scan, int i) {
      return scan.out(growing.size() + states.indexOf(kept(state(element(i)).orElseThrow())));
    }

    /// Whether a time-major sequence is another one, turned round.
    private static boolean isReversed(Value x) {
      return x.op() instanceof ReverseV2
          && x.node().input(1).constantInts().filter(a -> a.length == 1 && a[0] == 0).isPresent();
    }

    /// `[time, batch, ...]` as `[batch, time, ...]` and back.
    private static Value swapped(Tf tf, Value x) {
      int[] perm = new int[x.shape().rank()];
      for (int i = 0; i < perm.length; i++) {
        perm[i] = i < 2 ? 1 - i : i;
      }
      return x.op() instanceof Transpose
              && x.node()
                  .input(1)
                  .constantInts()
                  .filter(p -> java.util.Arrays.equals(p, perm))
                  .isPresent()
          ? x.node().input(0)
          : tf.transpose(x, perm);
    }

    private Value list(Tf tf, int i, Value elements) {
      TensorListOp list = (TensorListOp) after.get(i).node().op();
      Shape each = elements.shape().sub(1, elements.shape().rank());
      return tf.op(
          new TensorListOp(TensorListOp.F.FROM_TENSOR, list.element()),
          elements,
          tf.ints(each.dims()));
    }

    private Graph step(List<Value> sequences) {
      GraphBuilder to = GraphBuilder.simplifying(site.graph().budget().meter());
      Map<String, Value> inputs = new LinkedHashMap<>();
      Map<Value, Value> elements = new LinkedHashMap<>();
      Copier copier = new Copier(body, to);
      for (Value x : sequences) {
        TensorType type = x.type().withShape(x.shape().sub(1, x.shape().rank()));
        elements.put(x, input("x" + inputs.size(), type, to, inputs));
      }
      for (int i : states) {
        if (!same.containsKey(i)) {
          Value state = input("s" + inputs.size(), site.node().out(i).type(), to, inputs);
          copier.put(before.get(i).node(), List.of(state));
        }
      }
      same.forEach((other, kept) ->
          copier.put(before.get(other).node(), List.of(copier.copy(before.get(kept)))));
      for (int i : rest) {
        Value same = input("c" + inputs.size(), site.input(i).type(), to, inputs);
        copier.put(before.get(i).node(), List.of(same));
      }
      Set<Node> needed = needed();
      copier.copyAll(node -> {
        if (reads.containsKey(node)) {
          return List.of(elements.get(reads.get(node)));
        }
        return needed.contains(node) ? copier.again(node) : List.of();
      });
      Map<String, Value> outputs = new LinkedHashMap<>();
      growing.forEach(i -> outputs.put("y" + outputs.size(), copier.copy(element(i))));
      states.forEach(i -> outputs.put("n" + outputs.size(), copier.copy(after.get(i))));
      return to.build(inputs, outputs);
    }

    private static Value input(
        String name, TensorType type, GraphBuilder to, Map<String, Value> inputs) {
      Value v =
          to.named(name, to.add(new io.github.tfjs4j.op.Placeholder(type.type(), type.shape())));
      inputs.put(name, v);
      return v;
    }

    private Set<Node> needed() {
      Set<Node> needed = Collections.newSetFromMap(new IdentityHashMap<>());
      Deque<Node> open = new ArrayDeque<>();
      growing.forEach(i -> open.push(element(i).node()));
      states.forEach(i -> open.push(after.get(i).node()));
      while (!open.isEmpty()) {
        Node node = open.pop();
        if (needed.add(node) && !reads.containsKey(node)) {
          node.inputs().forEach(v -> open.push(v.node()));
        }
      }
      return needed;
    }
  }
}
