package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// The files of a tar archive, packed by gzip or not, in memory; those of its only folder where it
/// has nothing but one. Links and devices are no files of a model.
final class TarFiles implements FileSet {
  private static final int BLOCK = 512;
  private static final int MAGIC_AT = 257;
  private static final int GZIP = 0x1f8b;

  /// Archives up to this size may be packed as much as one can.
  private static final long LARGE = 64 << 20;

  /// Larger ones hold weights, of which nobody makes so little.
  private static final long MOST_BYTES_OF_ONE = 100;

  /// Names longer than this are nobody's.
  private static final int LONGEST_NAME = 1 << 16;

  private final Path archive;
  private final Map<String, byte[]> files = new HashMap<>();
  private final String base;
  private final long most;
  private long total;

  /// @throws FormatException where it is no tar archive
  TarFiles(Path archive) {
    this.archive = archive;
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive))) {
      this.most =
          Math.min(
              Runtime.getRuntime().maxMemory() / 2,
              LARGE + MOST_BYTES_OF_ONE * Files.size(archive));
      file.mark(BLOCK);
      boolean packed = isGzip(file.readNBytes(2));
      file.reset();
      read(packed ? new GZIPInputStream(file, 1 << 16) : file);
    } catch (IOException e) {
      throw new FormatException(archive + ": cannot be read: " + Json.reason(e), e);
    }
    String first = files.keySet().stream().findFirst().orElse("");
    String top = first.substring(0, first.indexOf('/') + 1);
    this.base = files.keySet().stream().allMatch(n -> n.startsWith(top)) ? top : "";
  }

  private static boolean isGzip(byte[] start) {
    return start.length == 2 && (ByteBuffer.wrap(start).getShort() & 0xffff) == GZIP;
  }

  /// Whether a file that begins like this may be such an archive.
  static boolean isTar(byte[] start) {
    return isGzip(java.util.Arrays.copyOf(start, Math.min(2, start.length)))
        || (start.length >= MAGIC_AT + 5
            && new String(start, MAGIC_AT, 5, StandardCharsets.US_ASCII).equals("ustar"));
  }

  /// How many bytes [#isTar] wants to see.
  static int startLength() {
    return BLOCK;
  }

  @Override
  public boolean has(String name) {
    return files.containsKey(base + name);
  }

  @Override
  public Bytes bytes(String name) {
    byte[] content = files.get(base + name);
    if (content == null) {
      throw new FormatException(archive + ": there is no " + name + " in it");
    }
    return Bytes.of(content);
  }

  private void read(InputStream in) throws IOException {
    String longName = "";
    for (byte[] header = in.readNBytes(BLOCK);
        header.length == BLOCK && header[0] != 0;
        header = in.readNBytes(BLOCK)) {
      long size = octal(header, 124, 12);
      char type = (char) header[156];
      String name = longName.isEmpty() ? name(header) : longName;
      longName = "";
      switch (type) {
        case '0', '\0' -> put(name, content(in, size));
        case 'L' -> longName = text(name(in, size), 0, (int) size);
        case 'x' -> longName = path(new String(name(in, size), StandardCharsets.UTF_8));
        default -> skip(in, size);
      }
      skip(in, -size & (BLOCK - 1));
    }
  }

  private void put(String name, byte[] content) {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    if (plain.startsWith("/") || List.of(plain.split("[/\\\\]", -1)).contains("..")) {
      throw new FormatException(
          archive + ": the name " + ModelException.quoted(name) + " leads out of the archive");
    }
    files.put(plain, content);
  }

  private static void skip(InputStream in, long size) throws IOException {
    in.skipNBytes(size);
  }

  /// What a header says of a size is a claim: memory is taken as bytes come.
  private byte[] content(InputStream in, long size) throws IOException {
    total += size;
    if (size > Integer.MAX_VALUE - 16 || total > most) {
      throw new LimitException(
          archive
              + ": it unpacks to more than "
              + most
              + " bytes; unpack the archive and give its folder");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw new IOException("it ends early");
    }
    return bytes;
  }

  private byte[] name(InputStream in, long size) throws IOException {
    if (size > LONGEST_NAME) {
      throw new FormatException(archive + ": a name of " + size + " bytes is none");
    }
    return content(in, size);
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean extended = text(header, MAGIC_AT, 5).equals("ustar");
    String prefix = extended ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] from, int at, int length) {
    int end = at;
    while (end < Math.min(at + length, from.length) && from[end] != 0) {
      end++;
    }
    return new String(from, at, end - at, StandardCharsets.UTF_8);
  }

  /// `26 path=a/b\n`, among other things.
  private static String path(String records) {
    return records
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .filter(line -> line.startsWith("path="))
        .map(line -> line.substring("path=".length()))
        .findFirst()
        .orElse("");
  }

  private long octal(byte[] header, int at, int length) {
    String digits = text(header, at, length).strip();
    try {
      long size = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException _) {
      // Reported below.
    }
    throw new FormatException(
        archive
            + ": '"
            + ModelException.quoted(digits)
            + "' is no size of a file in a tar archive");
  }
}
