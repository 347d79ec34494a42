package io.github.tfjs4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EncodingTest {
  static final List<ByteOrder> ORDERS = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);

  /// @param put writes the elements
  private static Tensor decode(
      DataType stored, ByteOrder order, Shape shape, Consumer<ByteBuffer> put) {
    return stored(new Plain(stored, order), order, shape, put).tensor();
  }

  private static StoredTensor stored(
      Encoding encoding, ByteOrder order, Shape shape, Consumer<ByteBuffer> put) {
    ByteBuffer bytes = ByteBuffer.allocate(shape.size() * encoding.size()).order(order);
    put.accept(bytes);
    return new StoredTensor(shape, encoding, Bytes.of(bytes.array()));
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void realsOfEveryWidthBecomeFloats(ByteOrder order) {
    Shape two = Shape.of(2);
    float[] wanted = {1.5f, -2};
    assertArrayEquals(
        wanted, decode(DataType.FLOAT, order, two, b -> b.putFloat(1.5f).putFloat(-2)).floats());
    assertArrayEquals(
        wanted, decode(DataType.DOUBLE, order, two, b -> b.putDouble(1.5).putDouble(-2)).floats());
    assertArrayEquals(
        wanted,
        decode(
                DataType.HALF,
                order,
                two,
                b -> b.putShort(Float.floatToFloat16(1.5f)).putShort(Float.floatToFloat16(-2)))
            .floats());
    assertArrayEquals(
        wanted,
        decode(
                DataType.BFLOAT16,
                order,
                two,
                b -> b.putShort((short) 0x3fc0).putShort((short) 0xc000))
            .floats());
    Tensor complex =
        decode(DataType.COMPLEX128, order, Shape.of(1), b -> b.putDouble(1.5).putDouble(-2));
    assertEquals(DataType.COMPLEX64, complex.type());
    assertArrayEquals(wanted, complex.floats());
    complex = decode(DataType.COMPLEX64, order, Shape.of(1), b -> b.putFloat(1.5f).putFloat(-2));
    assertArrayEquals(wanted, complex.floats());
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void integersOfEveryWidthBecomeInts(ByteOrder order) {
    Shape two = Shape.of(2);
    assertArrayEquals(
        new int[] {-2, 7},
        decode(DataType.INT8, order, two, b -> b.put((byte) -2).put((byte) 7)).ints());
    assertArrayEquals(
        new int[] {254, 7},
        decode(DataType.UINT8, order, two, b -> b.put((byte) -2).put((byte) 7)).ints());
    assertArrayEquals(
        new int[] {-2, 7},
        decode(DataType.INT16, order, two, b -> b.putShort((short) -2).putShort((short) 7)).ints());
    assertArrayEquals(
        new int[] {65534, 7},
        decode(DataType.UINT16, order, two, b -> b.putShort((short) -2).putShort((short) 7))
            .ints());
    assertArrayEquals(
        new int[] {-2, 7}, decode(DataType.INT32, order, two, b -> b.putInt(-2).putInt(7)).ints());
    assertArrayEquals(
        new int[] {Integer.MAX_VALUE, 7},
        decode(DataType.UINT32, order, two, b -> b.putInt(Integer.MAX_VALUE).putInt(7)).ints());
    assertArrayEquals(
        new int[] {Integer.MIN_VALUE, 7},
        decode(DataType.INT64, order, two, b -> b.putLong(Integer.MIN_VALUE).putLong(7)).ints());
    assertArrayEquals(
        new int[] {0, 7}, decode(DataType.UINT64, order, two, b -> b.putLong(0).putLong(7)).ints());
    assertArrayEquals(
        new byte[] {0, 1},
        decode(DataType.BOOL, order, two, b -> b.put((byte) 0).put((byte) 1)).bools());
  }

  private static void tooWide(String message, DataType stored, Consumer<ByteBuffer> put) {
    UnsupportedModelException e =
        assertThrows(
            UnsupportedModelException.class,
            () -> decode(stored, ByteOrder.LITTLE_ENDIAN, Shape.of(2), put));
    assertEquals(message + " cannot hold; TF.js has no wider type", e.getMessage());
  }

  @Test
  void aNumberThatDoesNotFitIsNamed() {
    tooWide(
        "element 1 of type int64 is 2147483648, which int32",
        DataType.INT64,
        b -> b.putLong(-1).putLong(1L << 31));
    tooWide(
        "element 0 of type uint64 is 18446744073709551615, which int32",
        DataType.UINT64,
        b -> b.putLong(-1));
    tooWide(
        "element 0 of type uint32 is 4294967295, which int32", DataType.UINT32, b -> b.putInt(-1));
    tooWide(
        "element 1 of type float64 is -1.0E39, which float32",
        DataType.DOUBLE,
        b -> b.putDouble(1e-300).putDouble(-1e39));
  }

  @Test
  void whatIsInfiniteStaysSo() {
    float[] values =
        decode(
                DataType.DOUBLE,
                ByteOrder.BIG_ENDIAN,
                Shape.of(3),
                b ->
                    b.putDouble(Double.POSITIVE_INFINITY)
                        .putDouble(Double.NaN)
                        .putDouble(Float.MAX_VALUE))
            .floats();
    assertArrayEquals(new float[] {Float.POSITIVE_INFINITY, Float.NaN, Float.MAX_VALUE}, values);
  }

  @Test
  void blocksOfManyElementsJoin() {
    int n = 100_003;
    Tensor t =
        decode(
            DataType.INT16,
            ByteOrder.BIG_ENDIAN,
            Shape.of(n),
            b -> {
              for (int i = 0; i < n; i++) {
                b.putShort((short) (i * 7));
              }
            });
    for (int i = 0; i < n; i++) {
      assertEquals((short) (i * 7), t.ints()[i] == t.rawInts()[i] ? t.rawInts()[i] : -1);
      i += 997;
    }
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void affineCodesHaveOneScaleOrOneForEachIndexOfAnAxis(ByteOrder order) {
    Plain codes = new Plain(DataType.UINT16, order);
    Affine one = Affine.of(codes, DataType.FLOAT, 0.5, -1);
    assertArrayEquals(
        new float[] {-1, 32766.5f},
        stored(one, order, Shape.of(2), b -> b.putShort((short) 0).putShort((short) -1))
            .tensor()
            .floats());
    Affine rounded = Affine.of(codes, DataType.INT32, 3.5, 0);
    assertArrayEquals(
        new int[] {0, 7},
        stored(rounded, order, Shape.of(2), b -> b.putShort((short) 0).putShort((short) 2))
            .tensor()
            .ints());
    Consumer<ByteBuffer> put =
        b -> {
          for (int i = 0; i < 12; i++) {
            b.putShort((short) i);
          }
        };
    Affine middle =
        new Affine(codes, DataType.FLOAT, List.of(1d, 10d, 100d), List.of(0d, 0.5, 0d), 1);
    assertArrayEquals(
        new float[] {0, 1, 20.5f, 30.5f, 400, 500, 6, 7, 80.5f, 90.5f, 1000, 1100},
        stored(middle, order, Shape.of(2, 3, 2), put).tensor().floats());
    Affine last = new Affine(codes, DataType.FLOAT, List.of(1d, 10d), List.of(0d, 0d), 2);
    assertArrayEquals(
        new float[] {0, 10, 2, 30, 4, 50, 6, 70, 8, 90, 10, 110},
        stored(last, order, Shape.of(2, 3, 2), put).tensor().floats());
  }

  @Test
  void aWeightWithScalesOfAnAxisIsReshapedByItsValues() {
    Affine encoding =
        new Affine(
            Plain.littleEndian(DataType.INT8), DataType.FLOAT, List.of(1d, 2d), List.of(0d, 0d), 0);
    StoredTensor t =
        new StoredTensor(Shape.of(2, 2), encoding, Bytes.of(new byte[] {1, -1, 1, -1}));
    assertArrayEquals(new float[] {1, -1, 2, -2}, t.reshape(Shape.of(4)).tensor().floats());
  }

  @Test
  void scalesThatDoNotSuitAreNamed() {
    Affine encoding =
        new Affine(
            Plain.littleEndian(DataType.UINT8),
            DataType.FLOAT,
            List.of(1d, 2d),
            List.of(0d, 0d),
            0);
    StoredTensor t = new StoredTensor(Shape.of(3), encoding, Bytes.of(new byte[3]));
    FormatException e = assertThrows(FormatException.class, t::tensor);
    assertEquals("2 scales do not suit axis 0 of shape [3]", e.getMessage());
    Plain codes = Plain.littleEndian(DataType.UINT8);
    assertThrows(
        FormatException.class, () -> new Affine(codes, DataType.FLOAT, List.of(1d), List.of(), 0));
    assertThrows(
        FormatException.class,
        () -> Affine.of(Plain.littleEndian(DataType.FLOAT), DataType.FLOAT, 1, 0));
    assertThrows(FormatException.class, () -> Plain.littleEndian(DataType.RESOURCE));
  }

  @Test
  void stringsAreCheckedBeforeTheyAreTaken() {
    byte[] bytes = {2, 0, 0, 0, 'h', 'i', 0, 0, 0, 0, 1, 0, 0, 0, '!'};
    StoredTensor t = new StoredTensor(Shape.of(3), new Strings(), Bytes.of(bytes));
    assertEquals(15, Strings.length(Bytes.of(bytes), 3));
    assertEquals("hi", new String(t.tensor().strings()[0], StandardCharsets.UTF_8));
    assertEquals(0, t.tensor().strings()[1].length);
    FormatException many =
        assertThrows(
            FormatException.class, () -> Strings.length(Bytes.of(bytes), Integer.MAX_VALUE));
    assertTrue(
        many.getMessage().startsWith("2147483647 strings take at least 4 bytes each, but 15"),
        many.getMessage());
    bytes[13] = 0x7f;
    FormatException late =
        assertThrows(FormatException.class, () -> Strings.length(Bytes.of(bytes), 3));
    assertTrue(
        late.getMessage().startsWith("string 2 of 3 starts at byte 10, and runs past the end"),
        late.getMessage());
  }
}
