package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final byte[] CONTENT = "archive".repeat(1000).getBytes(StandardCharsets.US_ASCII);

  @TempDir Path cache;

  private final AtomicInteger requests = new AtomicInteger();
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void serve() {
    while (true) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException _) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String path = in.readLine().split(" ", 3)[1];
    while (!in.readLine().isEmpty()) {
      // Headers say nothing.
    }
    requests.incrementAndGet();
    String answer =
        switch (path) {
          case "/moved" -> "302 Found\r\nLocation: /model\r\nContent-Length: 0";
          case "/model", "/short" -> "200 OK\r\nContent-Length: " + CONTENT.length;
          default -> "404 Not Found\r\nContent-Length: 0";
        };
    OutputStream out = socket.getOutputStream();
    out.write(
        ("HTTP/1.1 " + answer + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(CONTENT, 0, path.equals("/model") ? CONTENT.length : path.equals("/short") ? 10 : 0);
    out.flush();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  private Download download(long most) {
    return new Download(cache, most, (_, _) -> {});
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void an_archive_is_fetched_once() throws IOException {
    AtomicLong last = new AtomicLong();
    Download download =
        new Download(
            cache,
            1 << 20,
            (done, all) -> {
              assertEquals(CONTENT.length, all);
              last.set(done);
            });
    Path file = download.fetch(url("/moved"));
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertEquals(CONTENT.length, last.get());
    assertEquals(2, requests.get());
    assertEquals(file, download.fetch(url("/moved")));
    assertEquals(2, requests.get());
  }

  @Test
  void one_that_is_too_large_is_refused() throws IOException {
    LimitException e =
        assertThrows(LimitException.class, () -> download(1000).fetch(url("/model")));
    assertTrue(e.getMessage().contains("more than 1000 bytes"), e.getMessage());
    assertNothingIsLeft();
  }

  @Test
  void what_cannot_be_had_leaves_nothing_behind() throws IOException {
    for (String path : new String[] {"/none", "/short"}) {
      FormatException e =
          assertThrows(FormatException.class, () -> download(1 << 20).fetch(url(path)));
      assertTrue(e.getMessage().startsWith(url(path)), e.getMessage());
    }
    assertNothingIsLeft();
  }

  @Test
  void plain_http_of_others_is_refused() {
    FormatException e =
        assertThrows(
            FormatException.class, () -> download(1).fetch("http://example.invalid/model"));
    assertTrue(e.getMessage().contains("https"), e.getMessage());
    assertFalse(Download.isUrl("model/x"));
    assertTrue(Download.isUrl("https://example.invalid/x"));
  }
}
