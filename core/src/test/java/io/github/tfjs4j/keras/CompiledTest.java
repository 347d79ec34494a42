package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tree.Tree;
import org.junit.jupiter.api.Test;

class CompiledTest {
  private static Tree tree(String json) {
    return Json.parse(json.replace('\'', '"'), "test");
  }

  @Test
  void wordsBecomeThoseOfKeras() {
    Compiled compiled =
        Compiled.of(
                tree(
                    "{'optimizer_config':{'class_name':'RMSProp','config':{'learning_rate':0.1,"
                        + "'decay':0.8,'momentum':0,'epsilon':null,'centered':false}},"
                        + "'loss':{'a':'mean_squared_error','b':'categoricalCrossentropy'},"
                        + "'metrics':['acc','precision']}"))
            .orElseThrow();
    assertEquals(
        tree(
            "{'class_name':'RMSprop','config':{'learning_rate':0.1,'rho':0.8,'momentum':0,"
                + "'centered':false}}"),
        compiled.optimizer());
    assertEquals(
        tree("{'a':'mean_squared_error','b':'categorical_crossentropy'}"), compiled.loss());
    assertEquals(tree("['acc']"), compiled.metrics());
    assertEquals(compiled.optimizer(), compiled.inHdf5().path("optimizer_config"));
    assertEquals(
        Tree.of("keras.optimizers"), compiled.inArchive().path("optimizer").path("module"));
  }

  @Test
  void whatKerasLacksIsLeftOut() {
    assertTrue(Compiled.of(Tree.MISSING).isEmpty());
    assertTrue(
        Compiled.of(tree("{'optimizer_config':{'class_name':'Own'},'loss':'hinge'}")).isEmpty());
    assertTrue(
        Compiled.of(tree("{'optimizer_config':{'class_name':'SGD'},'loss':'own'}")).isEmpty());
  }
}
