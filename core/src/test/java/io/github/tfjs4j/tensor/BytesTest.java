package io.github.tfjs4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static final byte[] ALL = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

  private static Bytes pieces() {
    return Bytes.concat(
        List.of(
            Bytes.of(Arrays.copyOf(ALL, 3)),
            Bytes.EMPTY,
            Bytes.of(new byte[0]),
            Bytes.of(Arrays.copyOfRange(ALL, 3, 4)),
            Bytes.of(Arrays.copyOfRange(ALL, 4, 10))));
  }

  @Test
  void everySliceHoldsItsBytes() throws IOException {
    for (int from = 0; from <= 10; from++) {
      for (int to = from; to <= 10; to++) {
        Bytes slice = pieces().slice(from, to - from);
        byte[] expected = Arrays.copyOfRange(ALL, from, to);
        assertEquals(to - from, slice.size());
        assertArrayEquals(expected, slice.toArray());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        slice.writeTo(Channels.newChannel(out));
        assertArrayEquals(expected, out.toByteArray());
        if (to > from + 1) {
          assertArrayEquals(
              Arrays.copyOfRange(ALL, from + 1, to), slice.slice(1, to - from - 1L).toArray());
        }
      }
    }
  }

  @Test
  void aSliceLiesWithin() {
    assertThrows(IndexOutOfBoundsException.class, () -> pieces().slice(0, 11));
    assertThrows(IndexOutOfBoundsException.class, () -> pieces().slice(11, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> pieces().slice(-1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> pieces().slice(1, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> pieces().slice(1, Long.MAX_VALUE));
  }

  @Test
  void numbersAreLittleEndianAndMayStraddlePieces() throws IOException {
    Bytes one = Bytes.of(MemorySegment.ofArray(new float[] {1.5f, -2}));
    Bytes cut = Bytes.concat(List.of(one.slice(0, 3), one.slice(3, 5)));
    assertArrayEquals(new float[] {1.5f, -2}, cut.toFloats());
    assertArrayEquals(new int[] {Float.floatToIntBits(1.5f)}, cut.slice(0, 4).toInts());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    cut.writeTo(Channels.newChannel(out));
    assertArrayEquals(one.toArray(), out.toByteArray());
  }

  @Test
  void nothingIsReadBeforeItIsNeeded() {
    Bytes bytes =
        Bytes.of(
            (offset, into) -> {
              throw new IllegalStateException("read at " + offset);
            },
            Long.MAX_VALUE);
    Bytes slice = bytes.slice(1L << 40, 4);
    assertEquals(
        "read at " + (1L << 40),
        assertThrows(IllegalStateException.class, slice::toArray).getMessage());
  }
}
