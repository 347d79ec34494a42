package io.github.tfjs4j.app;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of text in columns as wide as their widest cell.
final class TextTable {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  /// @param header a column each; one that begins with `>` is aligned to the right
  TextTable(String... header) {
    right = new boolean[header.length];
    String[] names = new String[header.length];
    for (int i = 0; i < header.length; i++) {
      right[i] = header[i].startsWith(">");
      names[i] = right[i] ? header[i].substring(1) : header[i];
    }
    rows.add(names);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  /// Prints the header, a rule, the rows and a rule.
  void print(PrintStream out) {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    int total = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    String rule = "-".repeat(total);
    out.println(line(rows.getFirst(), widths));
    out.println(rule);
    rows.subList(1, rows.size()).forEach(row -> out.println(line(row, widths)));
    out.println(rule);
  }

  private String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      String pad = " ".repeat(widths[i] - row[i].length());
      line.append(i == 0 ? "" : GAP).append(right[i] ? pad + row[i] : row[i] + pad);
    }
    return line.toString().stripTrailing();
  }
}
