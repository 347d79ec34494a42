package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.OpDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The contract of every op, on its examples.
public class OpsTest {
  /// Inputs and weights have no value of their own.
  private static final Set<String> NOT_EVALUATED = Set.of("Placeholder", "Weight");

  public static List<OpExample> examples() {
    List<OpExample> all = new ArrayList<>(ElementExamples.all());
    all.addAll(ProductExamples.all());
    all.addAll(ShapeExamples.all());
    all.addAll(ControlExamples.all());
    all.addAll(DataExamples.all());
    return all;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void keepsItsContract(OpExample example) {
    OpContract.check(example);
  }

  @Test
  void everyOpHasAnExample() {
    Set<String> missing = new TreeSet<>(Ops.ALL.all().stream().map(OpDef::name).toList());
    missing.removeAll(examples().stream().map(e -> e.op().name()).collect(Collectors.toSet()));
    missing.removeAll(NOT_EVALUATED);
    assertEquals(
        Set.of(), missing, "ops without an example; add one to the examples of their kind");
  }
}
