package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// Cells on top of each other: each takes the output of the one before.
///
/// The states are those of the first cell, then those of the second, and so on; in TF.js, and in
/// Keras with `reverse_state_order`, those of the last cell come first.
public final class StackedRNNCellsLayer implements Cell {
  /// @param at where the cell's states begin among those of the stack
  private record Floor(Cell cell, LayerCall call, int at, List<State> states) {
    List<Value> among(List<Value> all) {
      return all.subList(at, at + states.size());
    }
  }

  @Override
  public String className() {
    return "StackedRNNCells";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).orMore().ofRankAtLeast(2).floats();
  }

  @Override
  public List<State> states(LayerCall call) {
    List<Floor> floors = floors(call);
    List<State> states = new ArrayList<>();
    for (Floor floor : inOrderOfStates(call, floors)) {
      for (State s : floor.states()) {
        states.add(new State(s.name() + "_" + floors.indexOf(floor), s.sample()));
      }
    }
    return states;
  }

  @Override
  public int output(LayerCall call) {
    Floor last = floors(call).getLast();
    return last.at() + last.cell().output(last.call());
  }

  @Override
  public Lowered lower(LayerCall call) {
    List<Floor> floors = floors(call);
    List<Value> states = call.inputs().subList(1, call.inputs().size());
    List<Value> results = new ArrayList<>(call.inputs());
    Value y = call.inputs().getFirst();
    for (Floor floor : floors) {
      List<Value> inputs = new ArrayList<>(List.of(y));
      inputs.addAll(floor.among(states));
      List<Value> out = floor.call().on(inputs).lower(floor.cell()).values();
      y = out.getFirst();
      for (int i = 1; i < out.size(); i++) {
        results.set(floor.at() + i, out.get(i));
      }
    }
    results.set(0, y);
    return Lowered.unmasked(results);
  }

  private static List<Floor> floors(LayerCall call) {
    Tree cells = call.config().get("cells");
    if (!cells.isList() || cells.isEmpty()) {
      throw call.config().wrong("cells", "a list of cells");
    }
    List<Floor> floors = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      // TF.js counts the cells; Keras' names hold the stack's and the cell's.
      String counted = call.scope() + "/RNNCell_" + i;
      boolean isCounted = call.semantics() == Semantics.TFJS || call.hasWeightsUnder(counted);
      LayerCall inner =
          call.inner(
              cells.path(i), isCounted ? counted : call.scope() + "/" + call.layer().layer());
      Cell cell = Cell.of(inner);
      floors.add(new Floor(cell, inner, 0, cell.states(inner)));
    }
    int at = 0;
    for (Floor floor : inOrderOfStates(call, floors)) {
      floors.set(floors.indexOf(floor), new Floor(floor.cell(), floor.call(), at, floor.states()));
      at += floor.states().size();
    }
    return floors;
  }

  private static List<Floor> inOrderOfStates(LayerCall call, List<Floor> floors) {
    boolean lastFirst =
        call.semantics() == Semantics.TFJS || call.config().b("reverse_state_order", false);
    return List.copyOf(lastFirst ? floors.reversed() : floors);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return true;
  }
}
