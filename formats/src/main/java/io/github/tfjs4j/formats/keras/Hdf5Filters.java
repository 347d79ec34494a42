package io.github.tfjs4j.formats.keras;

import com.ning.compress.lzf.LZFException;
import com.ning.compress.lzf.impl.VanillaChunkDecoder;
import io.github.tfjs4j.FormatException;
import io.jhdf.filter.Filter;
import io.jhdf.filter.FilterManager;
import java.util.Arrays;

/// What is done to the chunks of a data set, where the library does it otherwise than one would
/// wish.
final class Hdf5Filters {
  /// Without `sun.misc.Unsafe`, of which the JVM warns.
  private static final class Lzf implements Filter {
    private static final int LENGTH = 2;

    /// Three bytes stand for at most 264.
    private static final int MOST_BYTES_OF_ONE = 88;

    @Override
    public int getId() {
      return 32_000;
    }

    @Override
    public String getName() {
      return "lzf";
    }

    @Override
    public byte[] decode(byte[] encoded, int[] data) {
      // A chunk that lzf makes no smaller is left as it is.
      if (data.length <= LENGTH || encoded.length == data[LENGTH]) {
        return encoded;
      }
      if (data[LENGTH] < 0 || data[LENGTH] / MOST_BYTES_OF_ONE > encoded.length) {
        throw new FormatException(
            data[LENGTH] + " bytes cannot be in a chunk of " + encoded.length);
      }
      byte[] decoded = new byte[data[LENGTH]];
      try {
        new VanillaChunkDecoder().decodeChunk(encoded, 0, decoded, 0, decoded.length);
      } catch (LZFException e) {
        throw new FormatException("a chunk is not what lzf makes: " + e.getMessage(), e);
      }
      return decoded;
    }
  }

  /// Takes the checksum off, which stands behind the bytes of a chunk.
  private static final class Fletcher32 implements Filter {
    @Override
    public int getId() {
      return 3;
    }

    @Override
    public String getName() {
      return "fletcher32";
    }

    @Override
    public byte[] decode(byte[] encoded, int[] data) {
      return Arrays.copyOf(encoded, Math.max(0, encoded.length - Integer.BYTES));
    }
  }

  private Hdf5Filters() {}

  /// Has the library use these from now on.
  static void use() {
    FilterManager.addFilter(new Lzf());
    FilterManager.addFilter(new Fletcher32());
  }
}
