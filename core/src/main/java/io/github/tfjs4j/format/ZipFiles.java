package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The files of a zip archive; those of its only folder where it has nothing but one.
final class ZipFiles implements FileSet {
  /// Files up to this size may be packed as much as one can.
  private static final long LARGE = 64 << 20;

  /// Larger ones hold weights, of which nobody makes so little.
  private static final long MOST_BYTES_OF_ONE = 100;

  private final Path archive;
  private final Set<String> names;
  private final String base;

  /// @throws FormatException where it is no zip archive
  ZipFiles(Path archive) {
    this.archive = archive;
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      this.names =
          zip.stream()
              .filter(e -> !e.isDirectory())
              .map(ZipEntry::getName)
              .collect(Collectors.toSet());
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
    names.forEach(this::checkInside);
    String first = names.stream().findFirst().orElse("");
    String top = first.substring(0, first.indexOf('/') + 1);
    this.base = names.stream().allMatch(n -> n.startsWith(top)) ? top : "";
  }

  @Override
  public boolean has(String name) {
    return names.contains(base + name);
  }

  @Override
  public Bytes bytes(String name) {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry entry = zip.getEntry(base + name);
      if (entry == null) {
        throw new FormatException(archive + ": there is no " + name + " in it");
      }
      return Bytes.of(read(entry, zip));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// Nothing is ever unpacked to where a name says; but who gives such names means no good.
  private void checkInside(String name) {
    if (name.startsWith("/") || List.of(name.split("[/\\\\]", -1)).contains("..")) {
      throw new FormatException(
          archive + ": the name " + ModelException.quoted(name) + " leads out of the archive");
    }
  }

  /// What an archive says of its sizes is a claim.
  private byte[] read(ZipEntry entry, ZipFile zip) throws IOException {
    long most =
        Stream.of(
                Integer.MAX_VALUE - 16L,
                Runtime.getRuntime().maxMemory() / 4,
                LARGE + MOST_BYTES_OF_ONE * Math.min(entry.getCompressedSize(), Integer.MAX_VALUE))
            .min(Long::compare)
            .orElseThrow();
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = entry.getSize() > most ? new byte[0] : in.readNBytes((int) most);
      if (entry.getSize() > most || in.read() >= 0) {
        throw new LimitException(
            archive
                + ": "
                + entry.getName()
                + " unpacks to more than "
                + most
                + " bytes; unpack the archive and give its folder");
      }
      return bytes;
    }
  }

  private FormatException unreadable(Exception e) {
    String reason = e instanceof IOException io ? Json.reason(io) : e.getMessage();
    return new FormatException(archive + ": cannot be read: " + reason, e);
  }
}
