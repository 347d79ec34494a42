package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What needs no browser; `conformance/judge/check-page.mjs` opens the page in one.
class CompareCommandTest {
  @TempDir Path temp;

  private Ran compare(String... more) {
    List<String> args = new ArrayList<>(List.of("compare", "--warmup=1", "--warmup_seconds=0"));
    args.addAll(List.of("--repeat=2", "--output", page().toString()));
    args.addAll(List.of(more));
    return Ran.tfjs4j(args.toArray(String[]::new));
  }

  private Path page() {
    return temp.resolve("out/page.html");
  }

  private String tiny(String name) throws IOException {
    Path folder = temp.resolve(name);
    TinyModel.write(folder, "relu");
    return folder.toString();
  }

  @Test
  void both_forms_are_measured_and_the_page_holds_what_came_out() throws IOException {
    Ran ran = compare(tiny("tiny"), "--on=jvm", "--batch=1,3");
    assertEquals(0, ran.status(), ran.toString());
    assertTrue(ran.out().contains("tiny, batch 1"), ran.out());
    assertTrue(ran.out().contains("tiny, batch 3"), ran.out());
    assertTrue(ran.out().contains("All of them computed the same numbers"), ran.out());
    Tree place = data().path("places").path(0);
    assertEquals(2, place.path("results").size(), place.toString());
    for (Tree result : place.path("results")) {
      assertEquals(2, result.path("layers").path("runs").intValue());
      assertEquals(2, result.path("graph").path("runs").intValue());
      assertTrue(result.path("graphAgreement").path("ok").isTrue(), result.toString());
    }
  }

  private Tree data() throws IOException {
    String html = Files.readString(page());
    String begin = "<script type=\"application/json\" id=\"data\">";
    int start = html.indexOf(begin) + begin.length();
    return Json.parse(html.substring(start, html.indexOf("</script>", start)), "data");
  }

  @Test
  void the_page_asks_for_nothing_and_no_name_gets_out_of_its_place() throws IOException {
    assertEquals(0, compare(tiny("a<b>&{{DATA}}"), "--on=jvm").status());
    String html = Files.readString(page());
    assertFalse(html.contains("a<b>"), "a name as markup");
    assertFalse(html.matches("(?s).*\\b(src|href)=\"(?!data:).*"), "something is loaded");
    assertEquals("a<b>&{{DATA}}", data().path("pairs").path(0).path("title").stringValue());
  }

  @Test
  void a_graph_of_ones_own_is_compared_and_must_be_the_same() throws IOException {
    String layers = tiny("tiny");
    Path other = temp.resolve("other");
    TinyModel.write(other, "relu", 0.75f);
    String graph = temp.resolve("graph").toString();
    assertEquals(0, Ran.tfjs4j("convert", "-q", layers, graph).status());
    assertEquals(0, compare(layers, graph, "--on=jvm").status());
    Ran ran = compare(layers, other.toString(), "--on=jvm");
    assertEquals(1, ran.status(), ran.toString());
    assertTrue(ran.out().contains("NO: differs by"), ran.out());
    assertTrue(ran.out().contains("Not all of them computed the same numbers"), ran.out());
  }

  @Test
  void what_is_missing_is_named_with_how_to_get_it() throws IOException {
    String model = tiny("tiny");
    Ran some = compare(model, "--on=jvm,node-wasm,chromium-webgl", "--tfjs", temp.toString());
    assertEquals(0, some.status(), some.toString());
    String hint =
        "npm install --prefix "
            + temp
            + " @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0";
    assertTrue(some.out().contains("Node, wasm: TensorFlow.js is not installed"), some.out());
    assertTrue(some.out().contains(hint), some.out());
    Ran none = compare(model, "--on=node-wasm", "--tfjs", temp.toString());
    assertEquals(1, none.status(), none.toString());
    assertTrue(none.err().contains("nothing was measured: "), none.err());
    assertTrue(none.err().contains(hint), none.err());
  }

  @Test
  void a_model_that_is_not_there_is_said_to_be_so() {
    Ran ran = compare(temp.resolve("nowhere").toString(), "--on=jvm");
    assertEquals(1, ran.status(), ran.toString());
    assertTrue(ran.err().contains("nowhere: there is no such file or folder"), ran.err());
    assertFalse(Files.exists(page()));
  }

  @ParameterizedTest
  @CsvSource({
    "--on=jvm, 'expected LAYERS, or --book'",
    "--book x, 'expected LAYERS or --book, but got both'",
    "x --on=mars, 'argument --on: invalid choice: ''mars'''",
    "x --repeat=0, 'argument --repeat: expected at least 1'",
    "x --batch=0, 'argument --batch: expected at least 1'"
  })
  void mistakes_are_named(String args, String message) {
    Ran ran = compare(args.split(" "));
    assertEquals(2, ran.status(), ran.toString());
    assertTrue(ran.err().contains(message), ran.err());
  }
}
