package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.StaticRegexReplace;
import io.github.tfjs4j.op.TensorFlowOp;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Regular expressions, which TF.js puts into lower case, and whose replacements are JavaScript's:
///
///     StaticRegexReplace(x) {pattern="(A)", rewrite="$1$$"}  ->  {pattern="(a)", rewrite="\1$"}
public final class SpellRegexReplace implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof StaticRegexReplace(String pattern, String rewrite, boolean all))) {
      return Optional.empty();
    }
    String by = rewrite(rewrite.toLowerCase(Locale.ROOT));
    TensorFlowOp op =
        new TensorFlowOp(
            site.op().name(),
            Map.of(
                "pattern", new AttrValue.S(pattern.toLowerCase(Locale.ROOT)),
                "rewrite", new AttrValue.S(by),
                "replace_global", new AttrValue.B(all)),
            site.node().types(),
            false);
    return Optional.of(site.tf().op(op, List.of(site.moved(site.input(0)))));
  }

  /// `$1` is `\1`, `$&` is `\0`, `$$` is `$`, and `\` is `\\`.
  private static String rewrite(String js) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < js.length(); i++) {
      char c = js.charAt(i);
      char next = i + 1 < js.length() ? js.charAt(i + 1) : ' ';
      if (c == '\\') {
        out.append("\\\\");
      } else if (c == '$' && (next == '$' || next == '&' || ('1' <= next && next <= '9'))) {
        out.append(next == '$' ? "$" : next == '&' ? "\\0" : "\\" + next);
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
