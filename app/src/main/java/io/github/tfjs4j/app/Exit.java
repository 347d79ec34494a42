package io.github.tfjs4j.app;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.Verification;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Exit statuses, and the one place where failures become messages and statuses.
///
/// @param debug whether unexpected failures are printed with their stack trace
/// @param bug the status of a failure that is our own
record Exit(boolean debug, int bug) {
  static final int OK = 0;

  /// The model, a file, or a comparison: what the message says.
  static final int FAILED = 1;

  /// The command line.
  static final int USAGE = 2;

  /// A comparison that proves nothing.
  static final int UNDECIDED = 3;

  /// A bug of ours, by the convention of sysexits.h.
  static final int BUG = 70;

  static int of(Verification.Verdict verdict) {
    return switch (verdict) {
      case EQUAL -> OK;
      case DIFFERENT -> FAILED;
      case UNDECIDED -> UNDECIDED;
    };
  }

  /// Prints what there is to say about `failure`.
  ///
  /// @return the exit status
  int report(Throwable failure, PrintStream err) {
    err.println("error: " + message(failure));
    if (!isExpected(failure)) {
      if (debug || System.getenv("TFJS4J_DEBUG") != null) {
        failure.printStackTrace(err);
      } else {
        err.println("Run again with --debug (or TFJS4J_DEBUG=1) to see where it happened.");
      }
      return bug;
    }
    return failure instanceof UsageException ? USAGE : FAILED;
  }

  /// What a user can read: the message of an expected failure, and of any other that it is not the
  /// user's fault.
  static String message(Throwable failure) {
    return switch (failure) {
      case ModelException e -> e.getMessage();
      case UsageException e -> e.getMessage();
      case UncheckedIOException e -> message(e.getCause());
      case NoSuchFileException e -> "no such file or folder: " + e.getFile();
      case AccessDeniedException e -> "no permission: " + e.getFile();
      case NotDirectoryException e -> "not a folder: " + e.getFile();
      case FileAlreadyExistsException e -> "already exists, and is no folder: " + e.getFile();
      case InvalidPathException e ->
          "not a file name: "
              + e.getInput()
              + " ("
              + e.getReason()
              + "); names that are not ASCII need a UTF-8 locale, as LC_ALL=C.UTF-8";
      case IOException e -> e.getMessage() == null ? e.toString() : e.getMessage();
      case OutOfMemoryError e ->
          "out of memory ("
              + e.getMessage()
              + "): give the JVM more, for example JDK_JAVA_OPTIONS=-Xmx8g; it had "
              + Runtime.getRuntime().maxMemory() / (1024 * 1024)
              + " MiB";
      default ->
          "internal error, a bug of tfjs4j "
              + Version.own()
              + ": "
              + failure
              + ". Please report it with the command and, if you can, the model.";
    };
  }

  private static boolean isExpected(Throwable failure) {
    return failure instanceof ModelException
        || failure instanceof UsageException
        || failure instanceof IOException
        || failure instanceof InvalidPathException
        || failure instanceof UncheckedIOException
        || failure instanceof OutOfMemoryError;
  }
}
