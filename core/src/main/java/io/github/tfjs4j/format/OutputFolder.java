package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The folder of a model that is being written: after [#commit] it holds the whole new model, and
/// after anything else exactly what it held before. That holds at every moment, so a process may be
/// killed at any:
///
/// 1. The new files are made in a hidden folder inside, whose lock keeps other writers out.
/// 2. The weight files are moved to names that no file there has, so they replace nothing.
/// 3. `model.json` is moved over the old one. This one step is the change.
/// 4. The weight files that no model in the folder names any more are deleted.
///
/// What is left of a process that was killed, the next writer clears up as step 4 does. Files that
/// belong to no model stay. A model can be written over itself: its files are there until the end.
public final class OutputFolder implements AutoCloseable {
  /// The file that makes a folder a model.
  static final String MODEL = "model.json";

  /// The hidden folder. It is there while a model is written, and after a process was killed.
  static final String WORK = ".tfjs4j-writing";

  private static final String LOCK = "lock";

  /// The file that lists the weight files which may be deleted.
  private static final String OWN = "own";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path folder;
  private final Path work;

  /// The file whose replacing is the change.
  private final String main;

  private final Deque<Path> madeFolders = new ArrayDeque<>();
  private final Set<String> written = new LinkedHashSet<>();
  private final Thread hook = new Thread(this::end, "tfjs4j-end");
  private Optional<FolderLock> lock = Optional.empty();
  private boolean isCommitted;
  private boolean isEnded;

  private OutputFolder(Path folder, String main) {
    this.folder = folder;
    this.work = folder.resolve(WORK);
    this.main = main;
  }

  /// Makes the folder, and its parents, where they are missing. Waits a while for somebody else who
  /// writes into it.
  ///
  /// @throws ModelException where it is a file or may not be written, or the other writer does not
  ///   end
  public static OutputFolder open(Path folder) {
    return open(folder, PATIENCE);
  }

  /// For a model that is one file, to be [#create]d under its name: the folder that it lies in,
  /// made where it is missing. All other files there stay.
  ///
  /// @throws ModelException as [#open]
  public static OutputFolder ofFile(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute) || absolute.getParent() == null) {
      throw new ModelException("Output path \"" + file + "\" is a folder; give a file");
    }
    return open(absolute.getParent(), absolute.getFileName().toString(), PATIENCE);
  }

  static OutputFolder open(Path folder, Duration patience) {
    return open(folder, MODEL, patience);
  }

  private static OutputFolder open(Path folder, String main, Duration patience) {
    Path absolute = folder.toAbsolutePath().normalize();
    if (isOther(absolute)) {
      throw new ModelException(
          "Output path \"" + folder + "\" already exists as a file; give a folder");
    }
    if (Files.isDirectory(absolute.resolve(main))) {
      throw new ModelException(
          "Output path \"" + folder + "\" holds a folder named " + main + "; give another one");
    }
    OutputFolder output = new OutputFolder(absolute, main);
    try {
      Runtime.getRuntime().addShutdownHook(output.hook);
    } catch (IllegalStateException e) {
      throw new ModelException("cannot write " + folder + ": the program is being stopped", e);
    }
    boolean isOpen = false;
    try {
      output.enter(patience);
      isOpen = true;
    } catch (IOException e) {
      throw cannot("write into the output folder", folder, e);
    } finally {
      if (!isOpen) {
        output.close();
      }
    }
    return output;
  }

  private void enter(Duration patience) throws IOException {
    long start = System.nanoTime();
    while (!tryToEnter()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new ModelException(
            "cannot write into "
                + folder
                + ": somebody else has been writing a model there for "
                + patience.toSeconds()
                + " seconds; wait for them, or choose another folder");
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ModelException(
            "interrupted while waiting for somebody else who writes into " + folder, e);
      }
    }
  }

  /// The other writer may remove what it made, this folder included, at any moment.
  private synchronized boolean tryToEnter() throws IOException {
    checkNotEnded();
    try {
      make(folder);
      if (!Files.isDirectory(work, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(work);
      }
      lock = FolderLock.take(folder, work.resolve(LOCK));
    } catch (NoSuchFileException _) {
      return false;
    } catch (FileAlreadyExistsException e) {
      // A folder that another writer has made, and perhaps removed again, is tried once more.
      if (isOther(work, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      return false;
    }
    if (lock.isPresent()) {
      clear();
    }
    return lock.isPresent();
  }

  private void make(Path wanted) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path p = wanted; p != null && !Files.exists(p); p = p.getParent()) {
      missing.push(p);
    }
    for (Path p : missing) {
      try {
        Files.createDirectory(p);
        madeFolders.push(p);
      } catch (FileAlreadyExistsException e) {
        if (isOther(p, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(p)) {
          throw new NotDirectoryException(p.toString());
        }
      }
    }
  }

  /// Whether something lies there that is no folder. Asked in one step: another writer may remove
  /// it between two.
  private static boolean isOther(Path path, LinkOption... links) {
    try {
      return !Files.readAttributes(path, BasicFileAttributes.class, links).isDirectory();
    } catch (IOException _) {
      return false;
    }
  }

  /// The folder as an absolute path.
  public Path folder() {
    return folder;
  }

  /// A name for a new file that no file in the folder has: `wanted`, or with a number in front of
  /// its ending. So a new model has no file in common with the old one.
  ///
  /// @param wanted without folders, with an ending: `group1-shard1of1.bin`
  String free(String wanted) {
    int dot = wanted.lastIndexOf('.');
    String name = wanted;
    for (int i = 2; isTaken(name); i++) {
      name = wanted.substring(0, dot) + "." + i + wanted.substring(dot);
    }
    return name;
  }

  private boolean isTaken(String name) {
    return written.contains(name) || Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /// A new file of the model.
  ///
  /// @param name [#MODEL], or a [#free] one; that of the file, where the model is one
  public synchronized FileChannel create(String name) {
    checkNotEnded();
    if (!written.add(name)) {
      throw new IllegalStateException(name + " is written twice");
    }
    try {
      return FileChannel.open(
          work.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw cannot("write", folder.resolve(name), e);
    }
  }

  /// Puts the new files in the place of the old model, whose weight files go.
  public void commit() {
    try {
      for (String name : written) {
        sync(work.resolve(name), StandardOpenOption.WRITE);
      }
      publish();
    } catch (IOException e) {
      checkNotEnded();
      throw cannot("write the model to", folder, e);
    }
  }

  private synchronized void publish() throws IOException {
    checkNotEnded();
    recordWeights();
    placeWeights();
    replaceModel();
  }

  void recordWeights() throws IOException {
    List<Path> own = new ArrayList<>(OldModel.weightFiles(folder));
    weights().forEach(name -> own.add(work.resolve(name)));
    OwnFiles.record(own, work.resolve(OWN));
  }

  void placeWeights() throws IOException {
    for (String name : weights()) {
      Files.move(work.resolve(name), folder.resolve(name));
    }
    syncFolder();
  }

  void replaceModel() throws IOException {
    Files.move(work.resolve(main), folder.resolve(main), StandardCopyOption.ATOMIC_MOVE);
    isCommitted = true;
    syncFolder();
  }

  private List<String> weights() {
    return written.stream().filter(name -> !name.equals(main)).toList();
  }

  /// A file whose name outlives a failure of the machine should have its content too.
  private static void sync(Path file, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(file, mode)) {
      channel.force(true);
    }
  }

  private void syncFolder() {
    try {
      sync(folder, StandardOpenOption.READ);
    } catch (IOException _) {
      // Not all systems can, and those order the changes by themselves.
    }
  }

  private synchronized void checkNotEnded() {
    if (isEnded) {
      throw new ModelException("cannot write " + folder + ": the program is being stopped");
    }
  }

  /// Without [#commit]: everything is as it was.
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is going down, and the hook runs or has run.
    }
  }

  private synchronized void end() {
    if (isEnded) {
      return;
    }
    isEnded = true;
    if (lock.isPresent()) {
      clear();
      lock.get().release();
      delete(work);
    }
    while (!isCommitted && !madeFolders.isEmpty()) {
      delete(madeFolders.pop());
    }
  }

  /// Deletes what is of no model, be it ours or of a process that was killed. What cannot be
  /// deleted is left to the next writer.
  private void clear() {
    try {
      OwnFiles.deleteUnnamed(folder, work.resolve(OWN));
      delete(work.resolve(OWN));
    } catch (IOException _) {
      // The record stays where it is.
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(work)) {
      for (Path file : files) {
        if (!file.endsWith(LOCK) && !file.endsWith(OWN)) {
          delete(file);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // What was listed is gone.
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // A folder that somebody else has put something into stays; a leftover file harms nobody.
    }
  }

  static ModelException cannot(String what, Path path, IOException e) {
    return new ModelException("cannot " + what + " " + path + ": " + Json.reason(e), e);
  }
}
