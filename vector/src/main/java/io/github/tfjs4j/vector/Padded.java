package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.op.WindowAxis;
import java.util.Arrays;
import java.util.Optional;

/// Images with zeros around them, so that every window lies within.
///
/// @param height of an image with its padding
/// @param width likewise
record Padded(int images, WindowAxis h, WindowAxis w, int channels, int height, int width) {
  /// Elements: more are not worth the memory.
  private static final int MOST = 1 << 28;

  /// @return empty where it would be too large
  static Optional<Padded> of(int images, WindowAxis h, WindowAxis w, int channels) {
    long height = reach(h);
    long width = reach(w);
    if (height * width * images * channels > MOST) {
      return Optional.empty();
    }
    return Optional.of(new Padded(images, h, w, channels, (int) height, (int) width));
  }

  private static long reach(WindowAxis axis) {
    long end = (axis.out() - 1L) * axis.stride() + (axis.window() - 1L) * axis.dilation() + 1;
    return Math.max(end, axis.before() + (long) axis.in());
  }

  /// Whether there is any padding.
  boolean isNeeded() {
    return height != h.in() || width != w.in();
  }

  /// A copy of input 0 with the padding.
  float[] of(Buffers b) {
    return of(b, 0);
  }

  /// @param input which one
  float[] of(Buffers b, int input) {
    int line = width * channels;
    int length = w.in() * channels;
    float[] to = b.scratch().rows(0, 1, images * height * line)[0];
    for (int i = 0; i < images * height; i++) {
      int row = i % height - h.before();
      int at = i * line;
      if (row < 0 || row >= h.in()) {
        Arrays.fill(to, at, at + line, 0);
        continue;
      }
      int begin = at + w.before() * channels;
      Arrays.fill(to, at, begin, 0);
      System.arraycopy(b.floats(input), (i / height * h.in() + row) * length, to, begin, length);
      Arrays.fill(to, begin + length, at + line, 0);
    }
    return to;
  }
}
