package io.github.tfjs4j.exec.kernel;

import java.util.ArrayList;
import java.util.List;

/// Where the cells of some axes begin in an array, in row-major order.
///
/// @param count of all cells
/// @param axes the length of each and how far its cells lie apart, the innermost first
record Cells(int count, List<int[]> axes) {
  /// Axes that lie one within the other are one.
  ///
  /// @param strides how far the cells of each axis lie apart; 0 where it is broadcast
  static Cells of(int[] dims, int[] strides) {
    int count = 1;
    List<int[]> axes = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      count *= dims[i];
      if (dims[i] == 1) {
        continue;
      }
      int[] outer = axes.isEmpty() ? null : axes.getLast();
      if (outer != null && outer[1] == dims[i] * strides[i]) {
        axes.removeLast();
        axes.add(new int[] {outer[0] * dims[i], strides[i]});
      } else {
        axes.add(new int[] {dims[i], strides[i]});
      }
    }
    return new Cells(count, axes.reversed());
  }

  /// Where cell `i` begins.
  int at(int i) {
    int at = 0;
    int rest = i;
    for (int k = 0; k < axes.size(); k++) {
      int[] axis = axes.get(k);
      int own = k == axes.size() - 1 ? rest : rest % axis[0];
      at += own * axis[1];
      rest /= axis[0];
    }
    return at;
  }
}
