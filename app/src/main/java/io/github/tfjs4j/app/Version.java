package io.github.tfjs4j.app;

/// What we are, and which TF.js we stand for.
final class Version {
  /// The release of TensorFlow.js whose formats, flags and numbers are ours.
  static final String TFJS = "4.22.0";

  /// Our own version, from the jar; `development` where there is no jar.
  static String own() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private Version() {}
}
