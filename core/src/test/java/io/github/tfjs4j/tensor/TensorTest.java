package io.github.tfjs4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ShapeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void whatItWasMadeOfCanBeWrittenToAfterwards() {
    float[] floats = {1, 2};
    int[] ints = {1, 2};
    byte[] bools = {1, 0};
    byte[][] strings = {bytes("one"), bytes("two")};
    List<Tensor> made =
        List.of(
            Tensor.of(floats, 2),
            Tensor.of(floats, Shape.of(2)),
            Tensor.floats(floats),
            Tensor.ofComplex(floats, Shape.of(1)),
            Tensor.of(ints, 2),
            Tensor.of(ints, Shape.of(2)),
            Tensor.ints(ints),
            Tensor.ofBools(bools, Shape.of(2)),
            Tensor.ofStrings(strings, Shape.of(2)));
    List<String> before = made.stream().map(Tensor::toString).toList();

    floats[0] = 7;
    ints[0] = 7;
    bools[0] = 0;
    strings[0][0] = 'x';
    strings[1] = bytes("x");

    assertArrayEquals(before.toArray(), made.stream().map(Tensor::toString).toArray());
  }

  @Test
  void whatItGivesCanBeWrittenTo() {
    Tensor floats = Tensor.floats(1, 2);
    Tensor ints = Tensor.ints(1, 2);
    Tensor bools = Tensor.ofBools(new byte[] {1, 0}, Shape.of(2));
    Tensor strings = Tensor.ofStrings(new byte[][] {bytes("one"), bytes("two")}, Shape.of(2));

    floats.floats()[0] = 7;
    ints.ints()[0] = 7;
    bools.bools()[0] = 0;
    strings.strings()[0][0] = 'x';
    strings.strings()[1] = bytes("x");

    assertTrue(floats.sameBits(Tensor.floats(1, 2)));
    assertTrue(ints.sameBits(Tensor.ints(1, 2)));
    assertTrue(bools.sameBits(Tensor.ofBools(new byte[] {1, 0}, Shape.of(2))));
    assertTrue(
        strings.sameBits(Tensor.ofStrings(new byte[][] {bytes("one"), bytes("two")}, Shape.of(2))));
  }

  @Test
  void whatIsHandedOverIsNotCopied() {
    float[] floats = {1, 2};
    assertSame(floats, Tensor.adopt(floats, 2).rawFloats());
  }

  @Test
  void aListIsAValueToo() {
    List<Tensor> elements = new ArrayList<>(List.of(Tensor.floats(1), Tensor.floats(2)));
    TensorList list = TensorList.of(DataType.FLOAT, Shape.of(1), elements);
    elements.set(0, Tensor.floats(7));
    list.with(1, Tensor.floats(8));
    list.resized(1);
    list.at(0, Shape.UNKNOWN).floats()[0] = 9;
    assertTrue(
        list.sameBits(
            TensorList.of(
                DataType.FLOAT, Shape.of(1), List.of(Tensor.floats(1), Tensor.floats(2)))));
  }

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void numbers_become_what_the_type_takes() {
    double[] numbers = {-1.75, 0, 3};
    Shape shape = Shape.of(3);
    assertTrue(Tensor.of(numbers, DataType.FLOAT, shape).sameBits(Tensor.floats(-1.75f, 0, 3)));
    assertTrue(Tensor.of(numbers, DataType.INT32, shape).sameBits(Tensor.ints(-1, 0, 3)));
    assertTrue(
        Tensor.of(numbers, DataType.BOOL, shape)
            .sameBits(Tensor.ofBools(new byte[] {1, 0, 1}, shape)));
    assertThrows(ShapeException.class, () -> Tensor.of(numbers, DataType.STRING, shape));
  }

  @Test
  void arraysInArraysGiveTheShape() {
    assertEquals(
        "float32[2, 3] {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}",
        Tensor.ofNested(new float[][] {{1, 2, 3}, {4, 5, 6}}).toString());
    assertEquals(
        "int32[2, 1, 2] {1, 2, 3, 4}",
        Tensor.ofNested(new int[][][] {{{1, 2}}, {{3, 4}}}).toString());
    assertEquals("bool[2] {true, false}", Tensor.ofNested(new boolean[] {true, false}).toString());
    assertEquals(
        "string[1, 2] {\"a\", \"\"}", Tensor.ofNested(new String[][] {{"a", ""}}).toString());
    assertEquals("float32[2, 0] {}", Tensor.ofNested(new float[2][0]).toString());
    assertEquals("float32[0] {}", Tensor.ofNested(new float[0]).toString());
  }

  @Test
  void arraysThatAreNoTensorAreRefused() {
    for (Object bad :
        new Object[] {
          new float[][] {{1, 2}, {3}},
          new float[][][] {{{1}}, {}},
          new Object[] {new float[] {1}, new int[] {1}},
          new Object[] {new float[] {1}, new float[][] {{1}}},
          new Object[] {new float[][] {{1}}, new float[] {1}},
          new float[][] {{1}, null},
          new float[0][3],
          new String[] {null},
          new double[] {1},
          "text"
        }) {
      assertThrows(io.github.tfjs4j.ShapeException.class, () -> Tensor.ofNested(bad));
    }
  }

  @Test
  void buffersAreCopiedFromTheirPosition() {
    java.nio.FloatBuffer floats = java.nio.FloatBuffer.wrap(new float[] {0, 1, 2}).position(1);
    assertEquals("float32[1, 2] {1.0, 2.0}", Tensor.of(floats, 1, 2).toString());
    assertEquals(1, floats.position());
    java.nio.IntBuffer ints = java.nio.IntBuffer.wrap(new int[] {7, 8});
    assertEquals("int32[2] {7, 8}", Tensor.of(ints, 2).toString());
    assertThrows(io.github.tfjs4j.ShapeException.class, () -> Tensor.of(ints, 3));
  }
}
