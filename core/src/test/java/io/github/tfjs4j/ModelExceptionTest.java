package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelExceptionTest {
  @Test
  void placesStandInFrontOfWhatHappenedAndTheKindStays() {
    ShapeException e = new ShapeException("2 against 3");
    assertSame(e, e.at("conv (Conv2D)").at("model.json"));
    assertEquals("model.json: conv (Conv2D): 2 against 3", e.getMessage());
    assertEquals(List.of("model.json", "conv (Conv2D)"), e.places());
  }

  @Test
  void theSamePlaceTwiceInARowIsOnePlace() {
    ModelException e = new ModelException("what").at("a").at("a").at("b").at("a");
    assertEquals("a: b: a: what", e.getMessage());
  }

  @Test
  void whatIsNoPlaceIsNotTakenForOne() {
    assertEquals("a: a: what", new ModelException("a: what").at("a").getMessage());
  }

  @Test
  void aDeepPlaceIsShownByItsEnds() {
    ModelException e = new ModelException("what");
    for (int i = 9; i > 0; i--) {
      e.at("f" + i);
    }
    assertEquals("f1: f2: f3: ...: f7: f8: f9: what", e.getMessage());
  }

  @Test
  void messagesAreCutToWhatAPersonReads() {
    String config = "{\"units\":1}".repeat(1000);
    ModelException e = new FormatException("found " + config).at(config).at(config + config);
    assertTrue(e.getMessage().length() < 1500, () -> e.getMessage().length() + " characters");
    assertEquals(83, ModelException.quoted(config).length());
    assertEquals("[1, 2]", ModelException.quoted(List.of(1, 2)));
  }

  @Test
  void aCharacterIsNotCutInHalf() {
    assertEquals("a".repeat(79) + "...", ModelException.quoted("a".repeat(79) + "\uD83D\uDE00"));
  }
}
