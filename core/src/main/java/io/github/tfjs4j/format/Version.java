package io.github.tfjs4j.format;

import java.util.Optional;

/// Who we are, for the files that we write.
final class Version {
  /// `tfjs4j 0.1.0`; the number is that of the jar.
  static final String PROGRAM =
      "tfjs4j "
          + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
              .orElse("(development build)");

  private Version() {}
}
