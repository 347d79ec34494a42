package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The expected values are those of Python's `fnmatch.fnmatchcase`.
class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "*,dense/kernel,true",
    "dense*,dense/kernel,true",
    "*kernel,dense/kernel,true",
    "*/kernel,kernel,false",
    "d?nse/*,dense/bias,true",
    "dense,dense/kernel,false",
    "Dense*,dense/kernel,false",
    "conv[12]/*,conv1/k,true",
    "conv[12]/*,conv3/k,false",
    "conv[!12]/*,conv3/k,true",
    "conv[!12]/*,conv1/k,false",
    "conv[0-9]/*,conv7/k,true",
    "conv[0-9]/*,convx/k,false",
    "a[]b]c,a]c,true",
    "a[]b]c,abc,true",
    "a[!]b]c,axc,true",
    "a[!]b]c,a]c,false",
    "a[b,a[b,true",
    "a[b,ab,false",
    "[z-a],m,false",
    "[a-],-,true",
    "a.b,axb,false",
    "**a**,xay,true",
  })
  void matchesAsPythonDoes(String pattern, String name, boolean expected) {
    assertEquals(expected, new NamePattern(pattern).matches(name));
  }

  @Test
  void emptyMatchesEmptyOnly() {
    assertTrue(new NamePattern("").matches(""));
    assertFalse(new NamePattern("").matches("a"));
    assertTrue(new NamePattern("*").matches(""));
  }

  @Test
  void manyStarsTakeNoLongTime() {
    assertFalse(new NamePattern("*a".repeat(40) + "*b").matches("a".repeat(5000)));
  }
}
