package io.github.tfjs4j;

import io.github.tfjs4j.Verification.Difference;
import io.github.tfjs4j.Verification.Finding;
import io.github.tfjs4j.Verification.InputSet;
import io.github.tfjs4j.Verification.Options;
import io.github.tfjs4j.Verification.Result;
import io.github.tfjs4j.Verification.Side;
import io.github.tfjs4j.Verification.Verdict;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One comparison of two models: what was fed and found so far.
final class Trial {
  /// An output of which fewer values than this are finite is not numbers.
  private static final double FINITE = 0.1;

  /// A model that changes by less than this share of what the other does, does not react.
  private static final double SAME = 0.01;

  /// What is known of one pair of values: outputs, or what goes into their activations.
  private static final class Pair {
    private final String name;
    private final List<Difference> differences = new ArrayList<>();
    private final List<Integer> sets = new ArrayList<>();
    private final Reaction first = new Reaction();
    private final Reaction second = new Reaction();

    Pair(String name) {
      this.name = name;
    }

    void add(int set, Difference d) {
      differences.add(d);
      sets.add(set);
    }

    boolean ok() {
      return differences.stream().allMatch(Difference::ok);
    }

    boolean isNumbers() {
      return differences.stream().anyMatch(d -> d.finite() >= FINITE);
    }

    /// Whether that the pair agrees says something.
    boolean decides() {
      return isNumbers() && first.decides();
    }
  }

  private final Side first;
  private final Side second;
  private final RunnableModel firstModel;
  private final RunnableModel secondModel;
  private final Options options;
  private final List<BeforeActivation> before;
  private final List<InputSet> sets = new ArrayList<>();
  private final List<Pair> outputs = new ArrayList<>();
  private final Map<BeforeActivation, Pair> activations = new LinkedHashMap<>();
  private final Map<String, List<Pair>> behind = new HashMap<>();

  Trial(Side first, Side second, Options options) {
    this.first = first;
    this.second = second;
    this.firstModel = RunnableModel.of(first.model());
    this.secondModel = RunnableModel.of(second.model());
    this.options = options;
    this.before =
        first instanceof Side.Here && second instanceof Side.Here
            ? BeforeActivation.of(firstModel.graph(), secondModel.graph())
            : List.of();
    for (BeforeActivation b : before) {
      Pair pair = new Pair(b.output() + " before " + b.activation());
      activations.put(b, pair);
      behind.computeIfAbsent(b.output(), _ -> new ArrayList<>()).add(pair);
    }
  }

  Result run() {
    InputSets inputs = new InputSets(firstModel, secondModel, options);
    inputs.all().forEach(this::feed);
    if (options.inputs().keySet().containsAll(firstModel.inputs().keySet())) {
      // All that is compared was given; only others show whether the outputs react.
      observe(inputs.generated());
    }
    for (InputSet more : inputs.lastResort()) {
      if (outputs.stream().noneMatch(o -> verdict(o) == Verdict.UNDECIDED)) {
        break;
      }
      feed(more);
    }
    return new Result(sets, outputs.stream().map(this::finding).toList());
  }

  private void feed(InputSet set) {
    Values a = run(first, set.feeds(), BeforeActivation::first);
    Values b =
        run(second, Verification.renamed(set.feeds(), secondModel), BeforeActivation::second);
    int at = sets.size();
    sets.add(set);
    List<Difference> differences = Differences.of(a.outputs, b.outputs, options);
    List<Tensor> ours = List.copyOf(a.outputs.values());
    List<Tensor> theirs = List.copyOf(b.outputs.values());
    for (int i = 0; i < differences.size(); i++) {
      Difference d = differences.get(i);
      if (i == outputs.size()) {
        outputs.add(new Pair(d.output()));
      }
      outputs.get(i).add(at, d);
      if (i < ours.size() && i < theirs.size()) {
        outputs.get(i).first.add(ours.get(i), d);
        outputs.get(i).second.add(theirs.get(i), d);
      }
    }
    for (int i = 0; i < before.size(); i++) {
      Pair pair = activations.get(before.get(i));
      Tensor x = flat(a.before.get(i));
      Difference d = Differences.of(pair.name, x, flat(b.before.get(i)), options);
      pair.add(at, d);
      pair.first.add(x, d);
    }
  }

  private void observe(InputSet others) {
    try {
      List<Tensor> ours = List.copyOf(first.run(others.feeds()).values());
      List<Tensor> theirs =
          List.copyOf(second.run(Verification.renamed(others.feeds(), secondModel)).values());
      for (int i = 0; i < Math.min(outputs.size(), Math.min(ours.size(), theirs.size())); i++) {
        Difference d = outputs.get(i).differences.getFirst();
        outputs.get(i).first.add(ours.get(i), d);
        outputs.get(i).second.add(theirs.get(i), d);
      }
    } catch (ModelException _) {
      // Values that nobody asked for need not suit the model.
    }
  }

  private static Tensor flat(Tensor t) {
    return t.reshape(Shape.of(t.size()));
  }

  /// What a model computes on one set of inputs.
  private record Values(Map<String, Tensor> outputs, List<Tensor> before) {}

  private interface Which {
    BeforeActivation.Recipe of(BeforeActivation before);
  }

  private Values run(Side side, Map<String, Tensor> feeds, Which which) {
    try {
      if (side instanceof Side.Elsewhere) {
        return new Values(side.run(feeds), List.of());
      }
      RunnableModel model = RunnableModel.of(side.model());
      List<Value> wanted = new ArrayList<>(model.graph().outputs().values());
      before.forEach(b -> wanted.addAll(which.of(b).inputs()));
      List<Tensor> got = model.values(feeds, wanted);
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      model.outputs().keySet().forEach(name -> outputs.put(name, got.get(outputs.size())));
      List<Tensor> cooked = new ArrayList<>();
      int at = outputs.size();
      for (BeforeActivation b : before) {
        int n = which.of(b).inputs().size();
        cooked.add(which.of(b).cook(got.subList(at, at + n)));
        at += n;
      }
      return new Values(outputs, cooked);
    } catch (ModelException e) {
      throw e.at(side.name());
    }
  }

  private boolean isExpectedToReact(Pair output) {
    Value v = firstModel.graph().outputs().get(output.name);
    return v != null && Reaction.isExpected(firstModel.graph(), v);
  }

  private Verdict verdict(Pair output) {
    if (!output.ok()) {
      return Verdict.DIFFERENT;
    }
    if (output.differences.getFirst().shape().size() == 0) {
      return Verdict.EQUAL;
    }
    List<Pair> behind = behind(output);
    if (!output.decides() && behind.stream().anyMatch(p -> !p.ok())) {
      return Verdict.DIFFERENT;
    }
    boolean decided =
        output.decides()
            || (output.isNumbers() && !isExpectedToReact(output))
            || behind.stream().anyMatch(Pair::decides);
    return decided ? Verdict.EQUAL : Verdict.UNDECIDED;
  }

  /// What goes into the activations that an output ends in.
  private List<Pair> behind(Pair output) {
    return behind.getOrDefault(output.name, List.of());
  }

  private Finding finding(Pair output) {
    Verdict verdict = verdict(output);
    List<Pair> behind = behind(output);
    Pair shown =
        output.ok() && verdict == Verdict.DIFFERENT
            ? behind.stream().filter(p -> !p.ok()).findFirst().orElseThrow()
            : output;
    int worst = 0;
    for (int i = 1; i < shown.differences.size(); i++) {
      if (shown.differences.get(i).badness() > shown.differences.get(worst).badness()) {
        worst = i;
      }
    }
    List<String> remarks = new ArrayList<>();
    Difference d = shown.differences.get(worst);
    if (verdict == Verdict.DIFFERENT) {
      blame(output, d, remarks);
    } else {
      weakness(output, behind, verdict, remarks);
    }
    return new Finding(verdict, d, shown.sets.get(worst), remarks);
  }

  /// Which of the two is broken, where that can be told.
  private void blame(Pair output, Difference worst, List<String> remarks) {
    if (!worst.fault().isEmpty()) {
      return;
    }
    if (Double.isFinite(worst.first()) != Double.isFinite(worst.second())) {
      boolean ours = Double.isFinite(worst.second());
      remarks.add(
          (ours ? first : second).name()
              + " gives "
              + (float) (ours ? worst.first() : worst.second())
              + " where the other gives a number");
    }
    double ours = output.first.change();
    double theirs = output.second.change();
    if (Math.min(ours, theirs) < Math.max(ours, theirs) * SAME && isExpectedToReact(output)) {
      remarks.add((ours < theirs ? first : second).name() + " gives the same whatever it is fed");
    }
  }

  private void weakness(Pair output, List<Pair> behind, Verdict verdict, List<String> remarks) {
    if (!output.isNumbers()) {
      double share = output.differences.stream().mapToDouble(Difference::finite).max().orElse(0);
      remarks.add(
          share == 0
              ? "no value of it is a finite number"
              : String.format(Locale.ROOT, "only %.1f %% of it are finite numbers", share * 100));
    } else if (!output.first.isStrong() && isExpectedToReact(output)) {
      remarks.add(reaction(output));
    }
    if (!remarks.isEmpty()) {
      behind.stream()
          .filter(p -> p.ok() && p.decides())
          .map(
              p -> "what goes into " + p.name.substring(p.name.indexOf(" before ") + 8) + " agrees")
          .forEach(remarks::add);
    }
    if (verdict == Verdict.UNDECIDED) {
      remarks.add("nothing is proved: --input or --input_range feeds other values");
    }
  }

  private static String reaction(Pair output) {
    if (!output.first.isKnown()) {
      return "one set of inputs does not show whether it reacts to them";
    }
    double change = output.first.change();
    if (change == 0) {
      return "the same for all inputs";
    }
    double apart = output.differences.stream().mapToDouble(Difference::maxAbs).max().orElse(0);
    return output.decides()
        ? String.format(
            Locale.ROOT,
            "hardly reacts to the inputs: all that they change is %.3g, which proves little",
            change)
        : String.format(
            Locale.ROOT,
            "all that the inputs change is %.3g, and the models are %.3g apart",
            change,
            apart);
  }
}
