package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// Archives of models from the web, each kept in a folder so that it is fetched but once:
///
///     new Download(Download.defaultCache(), Download.MOST_BYTES, (done, all) -> {})
///         .fetch("https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/classification/5")
///
/// @param cache the folder
/// @param most bytes of an archive
/// @param progress told how far it is
public record Download(Path cache, long most, Progress progress) {
  /// Bytes of the largest archive that is fetched where nobody says otherwise.
  public static final long MOST_BYTES = 4L << 30;

  private static final int BLOCK = 1 << 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The host whose models are archives if one asks for them like this.
  private static final String HUB = "tfhub.dev";

  private static final String COMPRESSED = "tf-hub-format=compressed";

  /// Told how far a download is.
  @FunctionalInterface
  public interface Progress {
    /// @param done bytes that are there
    /// @param all bytes in all; -1 where the server does not say
    void at(long done, long all);
  }

  /// Where other programs for TensorFlow Hub keep theirs, if the environment says so; else the
  /// user's folder for such things.
  public static Path defaultCache() {
    return environment("TFHUB_CACHE_DIR")
        .map(Path::of)
        .orElseGet(() ->
            environment("XDG_CACHE_HOME")
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("tfjs4j"));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(v -> !v.isEmpty());
  }

  /// Whether what a user has typed is a URL.
  public static boolean isUrl(String typed) {
    return typed.toLowerCase(Locale.ROOT).matches("https?://.*");
  }

  /// The archive's file.
  ///
  /// @throws FormatException where it cannot be had
  /// @throws LimitException where it is too large
  public Path fetch(String url) {
    URI uri = uri(url);
    Path file = cache.resolve(sha1(uri.toString()) + ".archive");
    if (Files.exists(file)) {
      return file;
    }
    try {
      Files.createDirectories(cache);
      Path part = Files.createTempFile(cache, "part-", "");
      try {
        get(uri, part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
      return file;
    } catch (IOException e) {
      throw new FormatException(url + ": cannot be downloaded: " + Json.reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FormatException(url + ": the download was interrupted", e);
    }
  }

  private static URI uri(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new FormatException(url + ": this is no URL: " + e.getMessage(), e);
    }
    String host = String.valueOf(uri.getHost());
    boolean own = host.equals("localhost") || host.equals("127.0.0.1");
    if (!"https".equals(uri.getScheme()) && !own) {
      throw new FormatException(
          url + ": a model is not fetched over http, where anybody may change it; try https");
    }
    if (!host.equals(HUB) || url.contains(COMPRESSED)) {
      return uri;
    }
    return URI.create(url + (url.contains("?") ? "&" : "?") + COMPRESSED);
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private void get(URI uri, Path to) throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .build()) {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException("the server answers with status " + response.statusCode());
        }
        long all = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        checkSize(uri, all);
        copy(uri, in, all, to);
      }
    }
  }

  private void copy(URI uri, InputStream in, long all, Path to) throws IOException {
    byte[] block = new byte[BLOCK];
    long done = 0;
    try (OutputStream out = Files.newOutputStream(to)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        done += n;
        checkSize(uri, done);
        out.write(block, 0, n);
        progress.at(done, all);
      }
    }
    if (all >= 0 && done != all) {
      throw new IOException("only " + done + " of " + all + " bytes came");
    }
  }

  private void checkSize(URI uri, long bytes) {
    if (bytes > most) {
      throw new LimitException(
          uri
              + ": it has more than "
              + most
              + " bytes; download it, unpack it and give its folder");
    }
  }
}
