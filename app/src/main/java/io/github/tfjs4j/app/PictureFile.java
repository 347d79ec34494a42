package io.github.tfjs4j.app;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.op.ResizeBilinear;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// A picture as an input `[batch, height, width, channels]` or `[batch, channels, height, width]`,
/// with or without the batch: scaled to its height and width as `tf.image.resizeBilinear` does it.
final class PictureFile {
  /// What a pixel takes on its way, in bytes, at most.
  private static final int PIXEL = 32;

  /// How an input takes pictures.
  ///
  /// @param height of the input, [Shape#UNKNOWN_DIM] where that is open
  private record Layout(int height, int width, int channels, boolean first, boolean batch) {
    static Layout of(Shape shape) {
      if (!shape.hasRank()) {
        return new Layout(Shape.UNKNOWN_DIM, Shape.UNKNOWN_DIM, 3, false, true);
      }
      boolean batch = shape.rank() == 4 && (shape.dim(0) == 1 || !shape.isKnown(0));
      if (batch || shape.rank() == 3) {
        Shape one = shape.sub(batch ? 1 : 0, shape.rank());
        if (isChannels(one.dim(2))) {
          return new Layout(one.dim(0), one.dim(1), one.isKnown(2) ? one.dim(2) : 3, false, batch);
        }
        if (one.isKnown(0) && isChannels(one.dim(0))) {
          return new Layout(one.dim(1), one.dim(2), one.dim(0), true, batch);
        }
      }
      throw new ShapeException(
          "is a picture, which is [1, height, width, channels] with 1 or 3 channels; the input takes "
              + shape);
    }

    private static boolean isChannels(int dim) {
      return dim == 1 || dim == 3 || dim == Shape.UNKNOWN_DIM;
    }

    Shape shape(int h, int w) {
      Shape one = first ? Shape.of(channels, h, w) : Shape.of(h, w, channels);
      return batch ? Shape.of(1).concat(one) : one;
    }
  }

  private PictureFile() {}

  /// @param type of the input
  static Tensor read(byte[] bytes, TensorType type, Pixels pixels) {
    if (type.type() != DataType.FLOAT && type.type() != DataType.INT32) {
      throw new FormatException("is a picture, the input takes " + type.type().jsName());
    }
    Layout layout = Layout.of(type.shape());
    Tensor picture = resized(values(image(bytes), layout.channels), layout);
    int height = picture.shape().dim(1);
    int width = picture.shape().dim(2);
    int channels = layout.channels;
    float[] values = picture.rawFloats();
    return Elements.numbers(
        type.type(),
        layout.shape(height, width),
        i -> {
          int channel = layout.first ? i / (height * width) : i % channels;
          int at = layout.first ? i % (height * width) * channels + channel : i;
          double value = pixels.of(values[at], channel);
          return type.type() == DataType.INT32 ? Math.rint(value) : value;
        });
  }

  private static Tensor resized(Tensor picture, Layout layout) {
    int height = layout.height < 0 ? picture.shape().dim(1) : layout.height;
    int width = layout.width < 0 ? picture.shape().dim(2) : layout.width;
    requireRoom(height, width);
    return picture.shape().dim(1) == height && picture.shape().dim(2) == width
        ? picture
        : new ResizeBilinear(false, false)
            .evaluate(List.of(picture, Tensor.ints(height, width)))
            .getFirst();
  }

  private static BufferedImage image(byte[] bytes) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new FormatException("is no picture that is known: save it as PNG or JPEG");
      }
      ImageReader reader = readers.next();
      try {
        reader.addIIOReadWarningListener((_, warning) -> refuse(warning));
        reader.setInput(in, true, true);
        requireRoom(reader.getHeight(0), reader.getWidth(0));
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (ModelException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // What the decoders throw at damaged files is of any kind.
      throw new FormatException(
          "is a damaged picture, or one of an unknown kind: " + e.getMessage(), e);
    }
  }

  /// JPEG's decoder fills up what is missing, and only warns. Colour profiles are ignored anyway.
  private static void refuse(String warning) {
    if (!warning.contains("profile")) {
      throw new FormatException("is a damaged picture: " + warning);
    }
  }

  private static void requireRoom(long height, long width) {
    long most = Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory()) / PIXEL;
    if (height * width > most) {
      throw new LimitException(
          "a picture of "
              + height
              + " x "
              + width
              + " pixels is more than the "
              + most
              + " that the memory is for; give the JVM more, for example JDK_JAVA_OPTIONS=-Xmx8g");
    }
  }

  /// `[1, height, width, channels]`, 0 to 255.
  private static Tensor values(BufferedImage image, int channels) {
    int height = image.getHeight();
    int width = image.getWidth();
    boolean gray = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    float[] values = new float[height * width * channels];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = gray ? 0x10101 * gray(image, x, y) : image.getRGB(x, y);
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        if (channels == 3) {
          values[at++] = red;
          values[at++] = green;
          values[at++] = blue;
        } else {
          values[at++] = gray ? red : 0.299f * red + 0.587f * green + 0.114f * blue;
        }
      }
    }
    return Tensor.adopt(values, 1, height, width, channels);
  }

  /// What the file says: `getRGB` takes grey for linear light and brightens it.
  private static int gray(BufferedImage image, int x, int y) {
    Raster raster = image.getRaster();
    int bits = raster.getSampleModel().getSampleSize(0);
    return raster.getSample(x, y, 0) * 255 / ((1 << bits) - 1);
  }
}
