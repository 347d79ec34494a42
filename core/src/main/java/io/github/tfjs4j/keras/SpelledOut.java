package io.github.tfjs4j.keras;

import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.keras.ModelSpec.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A functional model whose layers are no functional models: the layers of those are its own,
/// called as often as the model around them was. Keras 2 counts the calls of such a model from 1
/// and Keras 3 from 0, so a file for both cannot have one.
final class SpelledOut {
  private final Map<String, Member> models = new HashMap<>();
  private final Map<String, Map<String, String>> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private SpelledOut() {}

  /// The model, and all models in it.
  static ModelSpec of(ModelSpec given) {
    List<Member> inner =
        given.layers().stream().map(l -> l.model().map(m -> l.withModel(of(m))).orElse(l)).toList();
    ModelSpec model = given.withLayers(inner);
    return model.sequential() || inner.stream().noneMatch(SpelledOut::isFunctional)
        ? model
        : new SpelledOut().spelled(model);
  }

  private static boolean isFunctional(Member layer) {
    return layer.model().filter(m -> !m.sequential()).isPresent();
  }

  private ModelSpec spelled(ModelSpec model) {
    model.layers().forEach(l -> taken.add(l.name()));
    for (Member layer : model.layers()) {
      if (isFunctional(layer)) {
        models.put(layer.name(), layer);
        Map<String, String> own = new HashMap<>();
        layer.model().orElseThrow().layers().forEach(l -> own.put(l.name(), name(l, layer)));
        names.put(layer.name(), own);
      }
    }
    List<Member> layers = new ArrayList<>();
    for (Member layer : model.layers()) {
      if (isFunctional(layer)) {
        layers.addAll(members(layer));
      } else {
        layers.add(layer.withCalls(layer.calls().stream().map(this::outer).toList()));
      }
    }
    return model
        .withLayers(layers)
        .withEnds(model.inputs(), model.outputs().stream().map(this::outer).toList());
  }

  /// Its own, unless another layer has it.
  private String name(Member layer, Member model) {
    String name = taken.contains(layer.name()) ? model.name() + "_" + layer.name() : layer.name();
    for (int i = 1; !taken.add(name); i++) {
      name = model.name() + "_" + layer.name() + "_" + i;
    }
    return name;
  }

  /// The layers of a model, each with the calls that all calls of the model make.
  private List<Member> members(Member model) {
    List<Member> members = new ArrayList<>();
    for (Member layer : model.model().orElseThrow().layers()) {
      if (layer.isInput()) {
        continue;
      }
      List<Call> calls = new ArrayList<>();
      for (int outer = 0; outer < model.calls().size(); outer++) {
        for (Call call : layer.calls()) {
          int of = outer;
          calls.add(
              new Call(
                  call.inputs().stream().map(r -> inner(r, model, of)).toList(), call.arguments()));
        }
      }
      members.add(layer.withName(names.get(model.name()).get(layer.name())).withCalls(calls));
    }
    return members;
  }

  private Call outer(Call call) {
    return new Call(call.inputs().stream().map(this::outer).toList(), call.arguments());
  }

  /// A tensor of the model around.
  private Ref outer(Ref ref) {
    Member model = models.get(ref.layer());
    return model == null
        ? ref
        : inner(model.model().orElseThrow().outputs().get(ref.tensor()), model, ref.node());
  }

  /// A tensor of a model in one of its calls.
  private Ref inner(Ref ref, Member model, int call) {
    ModelSpec spec = model.model().orElseThrow();
    int calls = 0;
    for (Member layer : spec.layers()) {
      if (layer.name().equals(ref.layer())) {
        if (layer.isInput()) {
          int input = spec.inputs().stream().map(Ref::layer).toList().indexOf(ref.layer());
          return outer(model.calls().get(call).inputs().get(input));
        }
        calls = layer.calls().size();
      }
    }
    return new Ref(
        names.get(model.name()).get(ref.layer()), call * calls + ref.node(), ref.tensor());
  }
}
