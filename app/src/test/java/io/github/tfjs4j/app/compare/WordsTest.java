package io.github.tfjs4j.app.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "1.29, 29 % faster",
    "1.02, as fast",
    "0.98, as fast",
    "2.04, 2.0 times as fast",
    "0.8, 25 % slower"
  })
  void gains_are_said_as_people_say_them(double ratio, String words) {
    assertEquals(words, Words.gain(ratio));
  }

  @ParameterizedTest
  @CsvSource({"9.876, 9.88", "98.76, 98.8", "987.6, 988"})
  void times_have_three_digits(double ms, String text) {
    assertEquals(text, Words.millis(ms));
  }
}
