package io.github.tfjs4j.formats.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Read back by jHDF, which had no part in the writing.
class Hdf5FileTest {
  private final Hdf5File file = new Hdf5File();

  private HdfFile read() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.writeTo(out);
    return HdfFile.fromBytes(out.toByteArray());
  }

  @Test
  void numbersHaveTheirShapes() throws IOException {
    file.root().data("a/b/floats", Tensor.of(new float[] {1, -2.5f, 3, 4, 5, 6}, 2, 3));
    file.root().data("a/b/scalar", Tensor.scalar(7));
    file.root().data("a/none", Tensor.zeros(DataType.FLOAT, Shape.of(0, 3)));
    HdfFile read = read();
    assertArrayEquals(
        new float[][] {{1, -2.5f, 3}, {4, 5, 6}},
        (float[][]) read.getDatasetByPath("a/b/floats").getData());
    assertEquals(7, read.getDatasetByPath("a/b/scalar").getData());
    assertArrayEquals(new int[] {0, 3}, read.getDatasetByPath("a/none").getDimensions());
  }

  @Test
  void attributesAreOfAnyLength() throws IOException {
    String config = "{\"x\":\"" + "e\u0301 ".repeat(60_000) + "\"}";
    file.root().attribute("model_config", config);
    file.root().attribute("names", List.of("a", "\u00fcber", "a"));
    file.root().attribute("nothing", List.of());
    HdfFile read = read();
    assertEquals(config, read.getAttribute("model_config").getData());
    assertArrayEquals(
        new String[] {"a", "\u00fcber", "a"}, (String[]) read.getAttribute("names").getData());
    assertNull(read.getAttribute("nothing").getData());
  }

  @Test
  void aLongListIsCutIntoParts() throws IOException {
    List<String> names = IntStream.range(0, 9001).mapToObj(i -> "layer_" + i).toList();
    file.root().attribute("layer_names", names);
    HdfFile read = read();
    assertEquals(4000, ((String[]) read.getAttribute("layer_names0").getData()).length);
    assertEquals("layer_9000", ((String[]) read.getAttribute("layer_names2").getData())[1000]);
  }

  @Test
  void groupsMayBeEmptyOrLargeAndHaveAnyNames() throws IOException {
    file.root().group("vars");
    file.root().group("caf\u00e9");
    for (int i = 0; i < 700; i++) {
      file.root().data("many/" + i, Tensor.scalar((float) i));
    }
    HdfFile read = read();
    assertEquals(0, ((Group) read.getChild("vars")).getChildren().size());
    assertEquals(0, ((Group) read.getChild("caf\u00e9")).getChildren().size());
    assertEquals(699f, read.getDatasetByPath("many/699").getData());
  }

  @Test
  void whatTheFormatCannotHoldIsRefused() {
    for (int i = 0; i < 65_100; i++) {
      file.root().group("g" + i);
    }
    assertEquals(
        "HDF5 group / would have 65102 members, more than 65000",
        assertThrows(UnsupportedModelException.class, this::read).getMessage());
  }

  @Test
  void textsAreNoWeights() {
    file.root().data("words", Tensor.zeros(DataType.STRING, Shape.of(2)));
    assertEquals(
        "weight /words is of string, which Keras' files do not hold",
        assertThrows(UnsupportedModelException.class, this::read).getMessage());
  }
}
