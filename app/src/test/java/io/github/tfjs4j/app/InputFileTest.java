package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  private static final TensorType ANY = TensorType.of(DataType.FLOAT, -1, 2);

  @TempDir Path temp;

  private Tensor read(String name, byte[] bytes, TensorType type) {
    try {
      return InputFile.read(Files.write(temp.resolve(name), bytes), type);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Tensor json(String text, TensorType type) {
    return read("x.json", text.getBytes(StandardCharsets.UTF_8), type);
  }

  private String fault(String name, byte[] bytes, TensorType type) {
    ModelException e = assertThrows(ModelException.class, () -> read(name, bytes, type));
    assertTrue(e.getMessage().startsWith(temp.resolve(name) + ": "), e::getMessage);
    return e.getMessage().substring(temp.resolve(name).toString().length() + 2);
  }

  private String fault(String text, TensorType type) {
    return fault("x.json", text.getBytes(StandardCharsets.UTF_8), type);
  }

  private static void assertValues(Tensor t, double... values) {
    assertEquals(values.length, t.size());
    for (int i = 0; i < values.length; i++) {
      assertEquals(values[i], t.get(i));
    }
  }

  // ---- JSON ----

  @Test
  void nestedArraysGiveShapeAndValues() {
    Tensor t = json("[[1, 2.5], [-3, 4e1], [0, 0]]", ANY);
    assertEquals(TensorType.of(DataType.FLOAT, 3, 2), new TensorType(t.type(), t.shape()));
    assertValues(t, 1, 2.5, -3, 40, 0, 0);
    assertValues(json("7", TensorType.of(DataType.INT32)), 7);
    assertValues(json("[true, false]", TensorType.of(DataType.BOOL, 2)), 1, 0);
    assertValues(
        json("[\"NaN\", \"Infinity\", \"-Infinity\"]", TensorType.of(DataType.FLOAT, 3)),
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY);
    assertEquals(
        "string[1, 2] {\"a\", \"\"}",
        json("[[\"a\", \"\"]]", TensorType.of(DataType.STRING, -1, 2)).toString());
  }

  @Test
  void whatIsNoTensorIsRefused() {
    assertEquals("arrays at depth 1 have other lengths than 2", fault("[[1, 2], [3]]", ANY));
    assertEquals("expected a number, found \"a\"", fault("[[1, \"a\"]]", ANY));
    assertEquals("holds [1, 3], the input takes [?, 2]", fault("[[1, 2, 3]]", ANY));
    assertTrue(fault("[[1, 2]", ANY).startsWith("is not JSON: "), fault("[[1, 2]", ANY));
    assertEquals(
        "the input takes int32, but holds 1.5", fault("[1.5]", TensorType.of(DataType.INT32, 1)));
  }

  // ---- bare values ----

  @Test
  void bareValuesTakeTheShapeOfTheInput() {
    byte[] bytes = floats(1, 2, 3, 4);
    assertValues(read("x.bin", bytes, ANY), 1, 2, 3, 4);
    assertValues(read("x.bin", bytes, TensorType.of(DataType.FLOAT, 4)), 1, 2, 3, 4);
    assertEquals(
        "holds 16 bytes, float32[3] takes 12",
        fault("x.bin", bytes, TensorType.of(DataType.FLOAT, 3)));
    assertEquals(
        "bare values have no shape, and the input's is [?, ?]: give it as NAME:2x3=FILE or with"
            + " --input_shape",
        fault("x.bin", bytes, TensorType.of(DataType.FLOAT, -1, -1)));
  }

  private static byte[] floats(float... values) {
    ByteBuffer b = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : values) {
      b.putFloat(v);
    }
    return b.array();
  }

  // ---- NumPy ----

  private static byte[] npy(String descr, String order, String shape, byte[] values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String header =
        "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': (" + shape + "), }\n";
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(new byte[] {(byte) header.length(), 0});
    out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(values);
    return out.toByteArray();
  }

  @Test
  void npyIsReadInAnyTypeOfNumber() {
    assertValues(read("x.npy", npy("<f4", "False", "1, 2", floats(1, 2)), ANY), 1, 2);
    assertValues(
        read("x.npy", npy("|u1", "False", "1, 2", new byte[] {1, (byte) 255}), ANY), 1, 255);
    assertValues(
        read("x.npy", npy("<f2", "False", "1, 2", new byte[] {0, 0x3c, 0, (byte) 0xc0}), ANY),
        1,
        -2);
    byte[] longs = new byte[16];
    longs[0] = 5;
    longs[8] = 6;
    assertValues(
        read("x.npy", npy("<i8", "False", "2,", longs), TensorType.of(DataType.INT32, 2)), 5, 6);
    byte[] big = {0, 0, 0, 9};
    assertValues(read("x.npy", npy(">i4", "False", "", big), TensorType.of(DataType.INT32)), 9);
  }

  @Test
  void npyByColumnsIsReadByRows() {
    TensorType type = TensorType.of(DataType.FLOAT, 3, 2);
    byte[] columns = npy("<f4", "True", "3, 2", floats(1, 3, 5, 2, 4, 6));
    assertValues(read("x.npy", columns, type), 1, 2, 3, 4, 5, 6);
    byte[] cube = npy("<f4", "True", "2, 1, 2", floats(1, 3, 2, 4));
    assertValues(read("x.npy", cube, TensorType.of(DataType.FLOAT, 2, 1, 2)), 1, 2, 3, 4);
  }

  @Test
  void npyOfStringsIsRead() {
    TensorType type = TensorType.of(DataType.STRING, 2);
    byte[] letters = {(byte) 0xe4, 0, 0, 0, 'b', 0, 0, 0, 'c', 0, 0, 0, 0, 0, 0, 0};
    Tensor t = read("x.npy", npy("<U2", "False", "2,", letters), type);
    assertEquals("string[2] {\"\u00e4b\", \"c\"}", t.toString());
    Tensor s = read("x.npy", npy("|S2", "False", "2,", new byte[] {'a', 0, 'b', 'c'}), type);
    assertEquals("string[2] {\"a\", \"bc\"}", s.toString());
    assertEquals(
        "the input takes strings, the file holds numbers",
        fault("x.npy", npy("|u1", "False", "2,", new byte[2]), type));
  }

  @Test
  void npyOfLaterVersionsIsRead() {
    byte[] first = npy("<f4", "False", "1, 2", floats(1, 2));
    byte[] second = new byte[first.length + 2];
    System.arraycopy(first, 0, second, 0, 10);
    System.arraycopy(first, 10, second, 12, first.length - 10);
    second[6] = 2;
    assertValues(read("x.npy", second, ANY), 1, 2);
  }

  @Test
  void npyIsWrittenAsItIsRead() throws IOException {
    for (Tensor tensor :
        java.util.List.of(
            Tensor.of(new float[] {1, Float.NaN, -0f, 1e-40f, 5, 6}, 3, 2),
            Tensor.scalar(7),
            Tensor.of(new int[0], 0, 3),
            Tensor.of(new int[100_000], 100_000),
            Tensor.ofBools(new byte[] {1, 0}, io.github.tfjs4j.tensor.Shape.of(2)))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      NpyFile.write(tensor, out);
      assertEquals(0, (out.size() - tensor.bytes()) % 64);
      TensorType type = new TensorType(tensor.type(), tensor.shape());
      assertTrue(read("x.npy", out.toByteArray(), type).sameBits(tensor), tensor::toString);
    }
  }

  @Test
  void npyThatDoesNotFitIsRefused() {
    assertEquals(
        "holds 8 bytes of values, <f4[3, 2] takes 24",
        fault("x.npy", npy("<f4", "False", "3, 2", floats(1, 2)), ANY));
    assertEquals(
        "elements of type '<c8' are not read: save numbers, bools or strings",
        fault("x.npy", npy("<c8", "False", "1, 2", floats(1, 2)), ANY));
    assertEquals(
        "the input takes float32, the file holds strings",
        fault("x.npy", npy("<U1", "False", "1, 2", new byte[8]), ANY));
    assertEquals(
        "holds 8 bytes of values, <f4[2147483647, 2147483647, 2147483647] takes more",
        fault(
            "x.npy", npy("<f4", "False", "2147483647, 2147483647, 2147483647", floats(1, 2)), ANY));
    assertEquals(
        "is no .npy file: it does not begin with \\x93NUMPY", fault("x.npy", new byte[20], ANY));
    byte[] whole = npy("<f4", "False", "1, 2", floats(1, 2));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertTrue(!fault("x.npy", cut, ANY).isEmpty());
    }
  }

  // ---- tables ----

  private Tensor csv(String text, TensorType type) {
    return read("x.csv", text.getBytes(StandardCharsets.UTF_8), type);
  }

  private String csvFault(String text, TensorType type) {
    return fault("x.csv", text.getBytes(StandardCharsets.UTF_8), type);
  }

  @Test
  void aLineOfATableIsASample() {
    assertValues(csv("1,2\n3, -4e1\r\n\nnan,True", ANY), 1, 2, 3, -40, Double.NaN, 1);
    assertValues(csv("\ufeffwidth,\"the height, too\"\n1,2\n", ANY), 1, 2);
    assertValues(csv("1\n2\n3", TensorType.of(DataType.INT32, -1)), 1, 2, 3);
    assertValues(csv("1,2,3", TensorType.of(DataType.INT32, 3)), 1, 2, 3);
    Tensor samples = csv("1,2,3,4\n5,6,7,8", TensorType.of(DataType.FLOAT, -1, 2, 2, 1));
    assertEquals("[2, 2, 2, 1]", samples.shape().toString());
    assertValues(samples, 1, 2, 3, 4, 5, 6, 7, 8);
    assertEquals(
        "string[2, 2] {\"a\", \"b,\"\", \"\", \"d\"}",
        csv("a,\"b,\"\"\"\n,d", TensorType.of(DataType.STRING, -1, 2)).toString());
  }

  @Test
  void aTableThatIsNoneIsRefused() {
    assertEquals("line 2 of the values has 1 cell, the first has 2", csvFault("1,2\n3", ANY));
    assertEquals("line 2 of the values, cell 1 is no number: 'x'", csvFault("1,2\nx,3", ANY));
    assertEquals("line 1 of the values, cell 2 is no number: '2f'", csvFault("1,2f", ANY));
    assertEquals("line 1 of the values, cell 2 is no number: ''", csvFault("1,\n2,3", ANY));
    assertEquals("holds [1, 3], the input takes [?, 2]", csvFault("1,2,3", ANY));
    assertEquals("holds [0, 0], the input takes [?, 2]", csvFault("", ANY));
    assertEquals("a quote is not closed", csvFault("\"1,2", ANY));
  }

  // ---- pictures ----

  /// Black, red, green and blue.
  private static byte[] png(int type, String format) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, type);
    image.setRGB(1, 0, 0xffff0000);
    image.setRGB(0, 1, 0xff00ff00);
    image.setRGB(1, 1, 0xff0000ff);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out));
    return out.toByteArray();
  }

  @Test
  void aPictureIsReadPixelByPixel() throws IOException {
    byte[] rgb = png(BufferedImage.TYPE_INT_RGB, "png");
    Tensor t = read("x.png", rgb, TensorType.of(DataType.FLOAT, -1, 2, 2, 3));
    assertEquals("[1, 2, 2, 3]", t.shape().toString());
    assertValues(t, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255);
    assertValues(
        read("x.png", rgb, TensorType.of(DataType.INT32, -1, -1, -1, -1)),
        0,
        0,
        0,
        255,
        0,
        0,
        0,
        255,
        0,
        0,
        0,
        255);
    assertValues(
        read("x.png", rgb, TensorType.of(DataType.FLOAT, 3, 2, 2)),
        0,
        255,
        0,
        0,
        0,
        0,
        255,
        0,
        0,
        0,
        0,
        255);
    assertValues(read("x.png", rgb, TensorType.of(DataType.INT32, 1, 2, 2, 1)), 0, 76, 150, 29);
    Tensor jpeg =
        read(
            "x.JPG",
            png(BufferedImage.TYPE_INT_RGB, "jpg"),
            TensorType.of(DataType.FLOAT, -1, 2, 2, 3));
    assertEquals("[1, 2, 2, 3]", jpeg.shape().toString());
  }

  @Test
  void greyIsWhatTheFileSays() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 100);
    image.getRaster().setSample(1, 0, 0, 200);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, "png", out));
    assertValues(
        read("x.png", out.toByteArray(), TensorType.of(DataType.FLOAT, -1, 1, 2, 1)), 100, 200);
    assertValues(
        read("x.png", out.toByteArray(), TensorType.of(DataType.FLOAT, -1, 1, 2, 3)),
        100,
        100,
        100,
        200,
        200,
        200);
  }

  /// As TF.js resizes where it is told nothing more: pixel i of 4 is pixel i / 2 of 2.
  @Test
  void aPictureIsScaledToTheInputsSize() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 0, 0, 100);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, "png", out));
    assertValues(
        read("x.png", out.toByteArray(), TensorType.of(DataType.FLOAT, -1, 1, 4, 1)),
        0,
        50,
        100,
        100);
  }

  @Test
  void pixelsAreScaledAndShiftedByChannel() throws IOException {
    Path file = Files.write(temp.resolve("x.png"), png(BufferedImage.TYPE_INT_RGB, "png"));
    Pixels pixels = Pixels.parse("1/255", "0.5,0,1", "0.5,1,2");
    Tensor t = InputFile.read(file, "x", TensorType.of(DataType.FLOAT, -1, 2, 2, 3), pixels);
    assertValues(t, -1, 0, -0.5, 1, 0, -0.5, -1, 1, -0.5, -1, 0, 0);
    for (String bad : java.util.List.of("1,2", "x", "1/0", "")) {
      assertThrows(UsageException.class, () -> Pixels.parse("1", bad, "1"));
    }
    assertThrows(UsageException.class, () -> Pixels.parse("1", "0", "0"));
    assertThrows(UsageException.class, () -> Pixels.parse("1,2,3", "0", "1"));
  }

  @Test
  void aPictureThatIsNoneOrDoesNotFitIsRefused() throws IOException {
    TensorType type = TensorType.of(DataType.FLOAT, -1, 2, 2, 3);
    assertEquals(
        "is no picture that is known: save it as PNG or JPEG", fault("x.png", new byte[9], type));
    byte[] whole = png(BufferedImage.TYPE_INT_RGB, "png");
    for (int length = 0; length < whole.length / 2; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertTrue(!fault("x.png", cut, type).isEmpty());
    }
    byte[] jpeg = png(BufferedImage.TYPE_INT_RGB, "jpg");
    String cut = fault("x.jpg", java.util.Arrays.copyOf(jpeg, jpeg.length - 4), type);
    assertTrue(cut.startsWith("is a damaged picture"), cut);
    byte[] huge = whole.clone();
    huge[16] = 0x7f;
    huge[20] = 0x7f;
    assertTrue(
        fault("x.png", huge, type).contains("pixels is more than"), fault("x.png", huge, type));
    assertEquals(
        "is a picture, which is [1, height, width, channels] with 1 or 3 channels; the input takes"
            + " [?, 2]",
        fault("x.png", whole, ANY));
    assertEquals(
        "is a picture, the input takes bool",
        fault("x.png", whole, TensorType.of(DataType.BOOL, 2)));
  }
}
