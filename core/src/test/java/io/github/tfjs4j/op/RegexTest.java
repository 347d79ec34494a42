package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.UnsupportedModelException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RegexTest {
  /// Expression, text, replacement, `g` where every match is meant, and what Node.js 20 makes of
  /// it.
  static final List<String[]> JAVASCRIPT =
      List.of(
          new String[][] {
            {"x+", "aXbxxc", "-", "g", "aXb-c"},
            {"a*", "baaac", "-", "g", "-b--c-"},
            {"x*", "abc", "-", "g", "-a-b-c-"},
            {"(a)|b", "ab", "[$1]", "g", "[a][]"},
            {"(?:(a)|b)*", "ab", "[$1]", "", "[]"},
            {"(|a)+", "aa", "-", "g", "--"},
            {"(a*)*", "b", "[$1]", "g", "[]b[]"},
            {"(a+?)(a*)", "aaa", "$2.$1", "g", "aa.a"},
            {"a{2,3}?", "aaaaa", "-", "g", "--a"},
            {"a{,2}", "a{,2}", "-", "g", "-"},
            {"[!\"#$%&()\\*\\+,-\\./:;<=>?@\\[\\\\\\]^_`{|}~\\']", "a.b, [c]!\\", "", "g", "ab c"},
            {"\\s+", " a\u00a0\u2003b\ufeff", " ", "g", " a b "},
            {"\\bab\\b", "ab abc cab ab", "-", "g", "- abc cab -"},
            {"^.|.$", "ab\ncd", "-", "g", "-b\nc-"},
            {
              "(?<year>\\d{4})-(\\d\\d)",
              "on 2024-05 and 1999-12",
              "$2/$<year>$$",
              "g",
              "on 05/2024$ and 12/1999$"
            },
            {"b", "abc", "[$`|$'|$&]", "", "a[a|c|b]c"},
            {"()()()()()()()()()(z)", "z", "$10$11$0", "g", "z1$0"},
            {"[^]", "a\n", "-", "g", "--"},
            {"[]|b", "ab", "-", "g", "a-"},
            {"\\u0061\\x62\\_\\q", "ab_q", "-", "g", "-"},
            {"a|ab|abc", "abcab", "-", "g", "-bc-b"},
            {"(ab|a)(bc|c)", "abc", "$1,$2", "g", "ab,c"}
          });

  @ParameterizedTest
  @FieldSource("JAVASCRIPT")
  void replaces_what_javascript_replaces(
      String pattern, String text, String rewrite, String flags, String wanted) {
    assertEquals(wanted, new Regex(pattern).replace(text, rewrite, flags.equals("g")));
  }

  @Test
  @Timeout(60)
  void no_expression_takes_for_ever() {
    assertEquals("", new Regex("(?:|){40}x").replace("", "-", true));
    String text = "a".repeat(20_000);
    for (String slow : List.of("(a*)*b", "(a|aa)+$b", "(.*)(.*)(.*)(.*)[^a]", "(?:a?){50}a{50}b")) {
      assertEquals(text, new Regex(slow).replace(text, "-", true));
    }
    assertThrows(
        LimitException.class,
        () -> new Regex("(?:a.*){300}b|a").replace("a".repeat(100_000), "-", true));
  }

  @Test
  void what_would_become_too_large_is_refused_before_it_is_made() {
    assertThrows(LimitException.class, () -> new Regex("((a{1000}){1000}){1000}"));
    assertThrows(LimitException.class, () -> new Regex("(?:(?:(?:){1000}){1000}){1000}"));
    assertThrows(LimitException.class, () -> new Regex("a".repeat(200_000)));
    String text = "a".repeat(100_000);
    assertThrows(LimitException.class, () -> new Regex("a").replace(text, "$'$`", true));
  }

  @Test
  void what_is_not_understood_is_named() {
    for (String pattern :
        List.of(
            "(",
            ")",
            "[a",
            "a\\",
            "*",
            "a**",
            "a{2}{3}",
            "[b-a]",
            "(?=a)",
            "(?<!a)",
            "(?i)a",
            "(a)\\1",
            "a{3,2}",
            "a{1001}",
            "(?:" + "(".repeat(500))) {
      Exception e =
          assertThrows(UnsupportedModelException.class, () -> new Regex(pattern), pattern);
      assertTrue(e.getMessage().contains("is not understood at "), e.getMessage());
    }
  }
}
