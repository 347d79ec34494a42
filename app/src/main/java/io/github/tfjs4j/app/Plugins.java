package io.github.tfjs4j.app;

import io.github.tfjs4j.ModelException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Jars with layers and ops of an application, which are found as services
/// ([java.util.ServiceLoader]).
final class Plugins {
  private Plugins() {}

  /// Makes the jars' services known to this thread, in which the command runs.
  static void load(List<Path> jars) {
    if (jars.isEmpty()) {
      return;
    }
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      if (!Files.isRegularFile(jar)) {
        throw new ModelException("--plugin " + jar + ": there is no such file; give a jar");
      }
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new ModelException("--plugin " + jar + ": " + e.getMessage(), e);
      }
    }
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(
        new URLClassLoader(urls.toArray(URL[]::new), thread.getContextClassLoader()));
  }
}
