package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BudgetTest {
  @Test
  void whatIsSpentAddsUpAndIsRefusedBeyondTheBudget() {
    Budget.Meter meter = Budget.DEFAULT.withNodes(5).withBytes(7).meter();
    meter.nodes(3);
    meter.nodes(2);
    meter.bytes(7);
    assertEquals(
        "the model has more than 5 nodes when all that repeats in it is written out;"
            + " --max_nodes=N allows more",
        assertThrows(LimitException.class, () -> meter.nodes(1)).getMessage());
    assertEquals(
        "the model asks for more than 7 bytes of constants that its files do not hold;"
            + " --max_bytes=N allows more",
        assertThrows(LimitException.class, () -> meter.bytes(1)).getMessage());
  }

  @Test
  void callsAreTakenForAboutTenNodesBeforeTheyAreLowered() {
    Budget.Meter meter = Budget.DEFAULT.withNodes(20).meter();
    meter.calls(2);
    String message = assertThrows(LimitException.class, () -> meter.calls(1)).getMessage();
    assertTrue(message.startsWith("the model calls layers more than 2 times"), message);
  }

  @Test
  void numbersBeyondALongAreTooMany() {
    Budget.Meter meter = Budget.DEFAULT.meter();
    meter.nodes(1);
    assertThrows(LimitException.class, () -> meter.nodes(Long.MAX_VALUE));
    assertThrows(LimitException.class, () -> meter.nodes(Long.MAX_VALUE));
  }

  @Test
  void noMoreBytesAreGrantedThanThereIsMemory() {
    assertTrue(Budget.DEFAULT.bytes() <= Runtime.getRuntime().maxMemory() / 2);
    assertThrows(IllegalArgumentException.class, () -> Budget.DEFAULT.withNodes(0));
  }
}
