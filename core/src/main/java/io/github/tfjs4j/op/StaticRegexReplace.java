package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Every string with what matches a regular expression replaced, see [Regex].
///
/// @param pattern the regular expression, of which as in TF.js the lower case counts
/// @param rewrite what stands in its place, in lower case too
/// @param all whether every match is replaced, or the first
public record StaticRegexReplace(String pattern, String rewrite, boolean all) implements Op {
  static final OpDef<StaticRegexReplace> DEF =
      OpDef.named(
              "StaticRegexReplace",
              StaticRegexReplace.class,
              a ->
                  new StaticRegexReplace(
                      a.s("pattern", ""), a.s("rewrite", ""), a.b("replace_global", true)))
          .s("pattern", StaticRegexReplace::pattern)
          .s("rewrite", StaticRegexReplace::rewrite)
          .b("replace_global", StaticRegexReplace::all);

  @Override
  public String name() {
    return "StaticRegexReplace";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.TEXT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(inputs.getFirst().type());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Regex regex = new Regex(pattern.toLowerCase(Locale.ROOT));
    String by = rewrite.toLowerCase(Locale.ROOT);
    byte[][] strings = inputs.getFirst().rawStrings();
    byte[][] out = new byte[strings.length][];
    long bytes = 0;
    for (int i = 0; i < out.length; i++) {
      String text = new String(strings[i], StandardCharsets.UTF_8);
      out[i] = regex.replace(text, by, all).getBytes(StandardCharsets.UTF_8);
      bytes += out[i].length;
      Text.requireRoom(bytes - strings[i].length);
    }
    return List.of(Tensor.adoptStrings(out, inputs.getFirst().shape()));
  }
}
