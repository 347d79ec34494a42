package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.StringNGrams;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What stands between tokens and beside them, which TF.js reads in lower case:
///
///     StringNGrams(x, splits) {separator="X"}  ->  StringNGrams(x, splits) {separator="x"}
public final class SpellNGrams implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return Optional.empty();
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof StringNGrams grams)) {
      return Optional.empty();
    }
    StringNGrams lower =
        new StringNGrams(
            lower(grams.separator()),
            grams.widths(),
            lower(grams.leftPad()),
            lower(grams.rightPad()),
            grams.padWidth(),
            grams.preserveShort());
    return lower.equals(grams)
        ? Optional.empty()
        : Optional.of(
            site.tf()
                .to()
                .addNode(lower, site.node().inputs().stream().map(site::moved).toList())
                .results());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
