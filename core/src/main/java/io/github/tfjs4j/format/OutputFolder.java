package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The folder of a model that is being written: after [#commit] it holds the whole new model, and
/// after anything else exactly what it held before.
///
/// Files are made in a hidden folder inside it, so that moving them to their place is a rename.
/// What they replace is moved aside first, the old `model.json` before all others, and the new
/// `model.json` comes last: whoever looks in between sees the old model, none, or the new one,
/// never a mixture. Renaming also leaves the old files mapped by whoever reads them, so a model can
/// be written over itself. Files that belong to no model stay.
public final class OutputFolder implements AutoCloseable {
  /// The file that makes a folder a model.
  static final String MODEL = "model.json";

  private final Path folder;
  private final Deque<Path> madeFolders = new ArrayDeque<>();
  private final Set<String> written = new LinkedHashSet<>();
  private final List<Moved> moves = new ArrayList<>();
  private final Thread hook = new Thread(this::undo, "tfjs4j-undo");
  private Path fresh;
  private Path aside;
  private boolean done;

  private record Moved(Path from, Path to) {}

  private OutputFolder(Path folder) {
    this.folder = folder;
  }

  /// Makes the folder, and its parents, where they are missing.
  ///
  /// @throws ModelException where it is a file or may not be written
  public static OutputFolder open(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw new ModelException(
          "Output path \"" + folder + "\" already exists as a file; give a folder");
    }
    if (Files.isDirectory(absolute.resolve(MODEL))) {
      throw new ModelException(
          "Output path \"" + folder + "\" holds a folder named " + MODEL + "; give another one");
    }
    OutputFolder output = new OutputFolder(absolute);
    try {
      Runtime.getRuntime().addShutdownHook(output.hook);
    } catch (IllegalStateException e) {
      throw new ModelException("cannot write " + folder + ": the program is being stopped", e);
    }
    try {
      output.make(absolute);
      Path work = Files.createTempDirectory(absolute, ".tfjs4j-");
      output.fresh = Files.createDirectory(work.resolve("new"));
      output.aside = Files.createDirectory(work.resolve("old"));
    } catch (IOException e) {
      output.close();
      throw cannot("write into the output folder", folder, e);
    }
    return output;
  }

  private synchronized void make(Path wanted) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path p = wanted; p != null && !Files.exists(p); p = p.getParent()) {
      missing.push(p);
    }
    for (Path p : missing) {
      try {
        Files.createDirectory(p);
        madeFolders.push(p);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(p)) {
          throw e;
        }
      }
    }
  }

  /// The folder as an absolute path.
  public Path folder() {
    return folder;
  }

  /// A new file of the model.
  ///
  /// @param name without folders
  public FileChannel create(String name) {
    if (!written.add(name)) {
      throw new IllegalStateException(name + " is written twice");
    }
    try {
      return FileChannel.open(
          fresh.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw cannot("write", folder.resolve(name), e);
    }
  }

  /// Puts the new files in the place of the old model, whose weight files go.
  public synchronized void commit() {
    if (done) {
      throw new ModelException("cannot write " + folder + ": the program is being stopped");
    }
    Set<Path> old = new LinkedHashSet<>();
    old.add(folder.resolve(MODEL));
    old.addAll(OldModel.weightFiles(folder));
    for (String name : written) {
      Path target = folder.resolve(name);
      if (Files.isDirectory(target)) {
        throw new ModelException("cannot write " + target + ": it is a folder");
      }
      if (old.add(target)) {
        OldModel.refuseForeign(folder, name);
      }
    }
    try {
      for (Path file : old) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          move(file, aside.resolve(moves.size() + ""));
        }
      }
      for (String name : written) {
        if (!name.equals(MODEL)) {
          move(fresh.resolve(name), folder.resolve(name));
        }
      }
      move(fresh.resolve(MODEL), folder.resolve(MODEL));
      done = true;
    } catch (IOException e) {
      throw cannot("write the model to", folder, e);
    }
  }

  private void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    moves.add(new Moved(from, to));
  }

  /// Without [#commit]: everything is as it was.
  @Override
  public void close() {
    undo();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is going down, and the hook runs or has run.
    }
  }

  private synchronized void undo() {
    List<String> lost = new ArrayList<>();
    for (Moved m : done ? List.<Moved>of() : moves.reversed()) {
      try {
        Files.move(m.to, m.from, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        lost.add(m.from + " is now " + m.to + " (" + Json.reason(e) + ")");
      }
    }
    moves.clear();
    if (fresh != null && lost.isEmpty()) {
      deleteAll(fresh.getParent());
    }
    while (!done && !madeFolders.isEmpty()) {
      delete(madeFolders.pop());
    }
    done = true;
    if (!lost.isEmpty()) {
      throw new ModelException(
          "the output folder could not be put back as it was: " + String.join(", ", lost));
    }
  }

  private static void deleteAll(Path work) {
    try (java.util.stream.Stream<Path> all = Files.walk(work)) {
      all.sorted(java.util.Comparator.reverseOrder()).forEach(OutputFolder::delete);
    } catch (IOException | java.io.UncheckedIOException _) {
      // Nothing reads what is left there.
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
