package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tree.Tree;
import org.junit.jupiter.api.Test;

class OpsCommandTest {
  @Test
  void allOpsAreListed() {
    Ran ran = Ran.tfjs4j("ops");
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.out().matches("(?s).*\nAddV2 +yes +yes +Add\n.*"), ran.out());
    assertTrue(ran.out().matches("(?s).*\nWeight +no +no .*"), ran.out());
    assertTrue(ran.out().contains(Ops.ALL.all().size() + " ops."), ran.out());
  }

  @Test
  void jsonHoldsTheSame() {
    Tree ops = Json.parse(Ran.tfjs4j("ops", "--json").out(), "ops").path("ops");
    assertEquals(Ops.ALL.all().size(), ops.size());
    Tree softmax =
        ops.stream()
            .filter(op -> op.path("name").stringValue().equals("Softmax"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        "{\"name\":\"Softmax\",\"attributes\":[],\"aliases\":[],\"runs\":true,\"tfjs\":true}",
        Json.text(softmax));
  }
}
