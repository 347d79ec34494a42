package io.github.tfjs4j.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to write into a folder, held by one writer at a time, in this process and among all.
/// The operating system keeps it, by a file in the folder, so that it ends with whoever holds it.
/// The file goes when the lock is released.
final class FolderLock {
  /// Within a process a file must not be opened twice: closing the one would unlock the other.
  private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

  private final Path here;
  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path here, Path file, FileChannel channel) {
    this.here = here;
    this.file = file;
    this.channel = channel;
  }

  /// @param file by which the folder is locked
  /// @return nothing where somebody else holds it
  static Optional<FolderLock> take(Path folder, Path file) throws IOException {
    Path here = folder.toRealPath();
    if (!HERE.add(here)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      Optional<Object> before = key(file);
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.WRITE,
              before.isPresent() ? StandardOpenOption.WRITE : StandardOpenOption.CREATE_NEW);
      // Whoever held the lock deletes the file: a lock on a file that is not in its place, or no
      // longer, is none. While the file is open no other can get its key.
      Optional<Object> opened = key(file);
      taken =
          opened.isPresent()
              && (before.isEmpty() || before.equals(opened))
              && lock(channel)
              && opened.equals(key(file));
      return taken ? Optional.of(new FolderLock(here, file, channel)) : Optional.empty();
    } catch (NoSuchFileException | FileAlreadyExistsException _) {
      return Optional.empty();
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HERE.remove(here);
      }
    }
  }

  private static boolean lock(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException _) {
      // Some network file systems have no locks; we do not refuse to write to them.
      return true;
    }
  }

  /// What the file system knows a file by; an empty string where it tells nothing.
  private static Optional<Object> key(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(Objects.requireNonNullElse(found.fileKey(), ""));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Deletes the file before anybody else can lock it.
  void release() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // The next writer finds it, and nobody who holds it.
    } finally {
      HERE.remove(here);
    }
  }
}
