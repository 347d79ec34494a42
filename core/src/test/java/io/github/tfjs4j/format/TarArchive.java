package io.github.tfjs4j.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Tar archives for tests.
final class TarArchive {
  private static final int BLOCK = 512;

  private TarArchive() {}

  static byte[] of(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach((name, content) -> entry(name, '0', content, out));
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  static void entry(String name, char type, byte[] content, ByteArrayOutputStream out) {
    byte[] header = new byte[BLOCK];
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, header, 0, Math.min(100, text.length));
    byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(size, 0, header, 124, size.length);
    header[156] = (byte) type;
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 5);
    out.writeBytes(header);
    out.writeBytes(content);
    out.writeBytes(new byte[-content.length & (BLOCK - 1)]);
  }

  static byte[] packed(byte[] tar) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(tar);
    }
    return out.toByteArray();
  }
}
