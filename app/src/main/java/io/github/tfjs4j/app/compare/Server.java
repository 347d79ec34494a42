package io.github.tfjs4j.app.compare;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.app.compare.Board.Place;
import io.github.tfjs4j.app.compare.Board.Result;
import io.github.tfjs4j.app.compare.Contest.Agreement;
import io.github.tfjs4j.app.compare.Contest.Feed;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Gives the page, models, inputs and TensorFlow.js to clients on this machine, and takes what they
/// measured. Others cannot reach it, and pages of others cannot talk to it: it listens on the
/// loopback interface, answers only to that name, and takes results only from who knows a random
/// key, which the page has.
public final class Server implements AutoCloseable {
  private static final int KEY_BYTES = 16;

  /// What a result is beside its outputs: times.
  private static final int LEAST_BODY = 1 << 20;

  private static final HexFormat HEX = HexFormat.of();

  private final Board board;
  private final Optional<TfjsPackages> tfjs;
  private final Consumer<Place> changed;
  private final String key;
  private final HttpServer http;
  private final ExecutorService threads;

  /// Places that wait for their clients, by the names that these know.
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /// A client and its place.
  static final class Session {
    private final Place place;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean isDone;

    private Session(Place place) {
      this.place = place;
    }

    boolean isDone() {
      return isDone;
    }

    double silentSeconds() {
      return (System.nanoTime() - heardAt) / 1e9;
    }
  }

  /// @param port 0 for any
  /// @param changed told of every result
  /// @throws IOException where the port is taken
  public Server(Board board, Optional<TfjsPackages> tfjs, int port, Consumer<Place> changed)
      throws IOException {
    this.board = board;
    this.tfjs = tfjs;
    this.changed = changed;
    this.key = randomKey();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
  }

  private static String randomKey() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HEX.formatHex(bytes);
  }

  /// `http://127.0.0.1:8123`
  public String origin() {
    InetSocketAddress at = http.getAddress();
    return "http://127.0.0.1:" + at.getPort();
  }

  /// What must be known to send results.
  String key() {
    return key;
  }

  /// Lets a client in.
  ///
  /// @return what it must know
  String open(Place place) {
    String name = randomKey();
    sessions.put(name, new Session(place));
    return name;
  }

  Session session(String name) {
    return sessions.get(name);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isOwnHost(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, 403, "text/plain", new byte[0]);
        return;
      }
      List<String> path =
          Arrays.stream(exchange.getRequestURI().getRawPath().substring(1).split("/", -1))
              .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
              .toList();
      try {
        switch (exchange.getRequestMethod()) {
          case "GET" -> get(exchange, path);
          case "POST" -> post(exchange, path);
          default -> send(exchange, 405, "text/plain", new byte[0]);
        }
      } catch (ModelException | IllegalStateException | IllegalArgumentException e) {
        send(
            exchange,
            400,
            "text/plain",
            String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /// A page elsewhere whose name was made to mean this machine has another.
  private boolean isOwnHost(String host) {
    int port = http.getAddress().getPort();
    return ("127.0.0.1:" + port).equals(host) || ("localhost:" + port).equals(host);
  }

  private void get(HttpExchange exchange, List<String> path) throws IOException {
    Optional<byte[]> found =
        switch (path.getFirst()) {
          case "" ->
              Optional.of(Page.live(board, key, tfjs.isPresent()).getBytes(StandardCharsets.UTF_8));
          case "job.json" ->
              Optional.of(Json.text(board.contest().job()).getBytes(StandardCharsets.UTF_8));
          case "tfjs" ->
              path.size() == 2 && tfjs.isPresent()
                  ? tfjs.get().file(path.get(1))
                  : Optional.empty();
          case "model" ->
              path.size() == 4
                  ? pair(path.get(1)).files(path.get(2)).flatMap(f -> f.file(path.get(3)))
                  : Optional.empty();
          case "input" -> path.size() == 4 ? Optional.of(input(path)) : Optional.empty();
          default -> Optional.empty();
        };
    if (found.isPresent()) {
      send(exchange, 200, type(path.getLast()), found.get());
    } else {
      send(exchange, 404, "text/plain", new byte[0]);
    }
  }

  private static String type(String name) {
    if (name.isEmpty()) {
      return "text/html; charset=utf-8";
    }
    if (name.endsWith(".js")) {
      return "text/javascript; charset=utf-8";
    }
    if (name.endsWith(".json")) {
      return "application/json";
    }
    return name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  }

  private Contest.Pair pair(String number) {
    return item(board.contest().pairs(), number);
  }

  private static <T> T item(List<T> all, String number) {
    int i = Integer.parseInt(number);
    if (i < 0 || i >= all.size()) {
      throw new IllegalArgumentException("there is no number " + number);
    }
    return all.get(i);
  }

  /// `input/PAIR/FEED/NUMBER`
  private byte[] input(List<String> path) {
    Feed feed = item(pair(path.get(1)).feeds(), path.get(2));
    return FedBytes.of(item(List.copyOf(feed.inputs().values()), path.get(3)));
  }

  /// `KEY/open`, and `KEY/CLIENT/start`, `result`, `fault`, `done`.
  private void post(HttpExchange exchange, List<String> path) throws IOException {
    if (!path.getFirst().equals(key)) {
      send(exchange, 403, "text/plain", new byte[0]);
      return;
    }
    Tree said = body(exchange);
    if (path.size() == 2 && path.get(1).equals("open")) {
      String client = open(board.place(Board.Engine.TFJS, "This browser"));
      json(exchange, Tree.object(Map.of("client", Tree.of(client))));
      return;
    }
    Session session = path.size() == 3 ? sessions.get(path.get(1)) : null;
    if (session == null) {
      send(exchange, 404, "text/plain", new byte[0]);
      return;
    }
    session.heardAt = System.nanoTime();
    take(session, path.get(2), said);
    json(exchange, path.get(2).equals("alive") ? Tree.EMPTY_OBJECT : board.tree());
  }

  private void take(Session session, String what, Tree said) {
    Place place = session.place;
    switch (what) {
      case "start" -> place.is(text(said.path("title")), text(said.path("detail")));
      case "alive" -> {}
      case "result" -> {
        place.add(result(said));
        changed.accept(place);
      }
      case "fault" -> {
        place.fault(text(said.path("message")));
        changed.accept(place);
      }
      case "done" -> {
        session.isDone = true;
        changed.accept(place);
      }
      default -> throw new IllegalArgumentException("a client does not say " + what);
    }
  }

  private static String text(Tree value) {
    String text = value.string("");
    return text.length() <= 500 ? text : text.substring(0, 500) + "...";
  }

  private Result result(Tree said) {
    int pair = said.path("pair").intValue();
    int number = said.path("feed").intValue();
    Feed feed = item(pair(Integer.toString(pair)).feeds(), Integer.toString(number));
    return new Result(
        pair,
        number,
        times(said.path("layers")),
        times(said.path("graph")),
        agreement(feed, said.path("layers")),
        agreement(feed, said.path("graph")));
  }

  private static Times times(Tree said) {
    List<Double> ms = said.path("ms").stream().map(Tree::doubleValue).toList();
    if (ms.isEmpty() || ms.stream().anyMatch(t -> !(t >= 0))) {
      throw new IllegalArgumentException("a result needs times");
    }
    return Times.of(ms);
  }

  private static Agreement agreement(Feed feed, Tree said) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (Tree output : said.path("outputs")) {
      int[] dims = output.path("shape").stream().mapToInt(Tree::intValue).toArray();
      byte[] bytes = Base64.getDecoder().decode(output.path("values").stringValue());
      DataType type = DataType.ofJs(output.path("dtype").stringValue());
      outputs.put(
          Integer.toString(outputs.size()),
          new StoredTensor(Shape.of(dims), Plain.littleEndian(type), Bytes.of(bytes)).tensor());
    }
    return feed.agreement(outputs);
  }

  /// @throws IllegalArgumentException where it is larger than results are
  private Tree body(HttpExchange exchange) throws IOException {
    long most = LEAST_BODY;
    for (Contest.Pair pair : board.contest().pairs()) {
      for (Feed feed : pair.feeds()) {
        long bytes = feed.expected().values().stream().mapToLong(t -> 4L * t.size()).sum();
        most = Math.max(most, LEAST_BODY + 4 * bytes);
      }
    }
    byte[] bytes =
        exchange.getRequestBody().readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
    if (bytes.length > most) {
      throw new IllegalArgumentException("more than " + most + " bytes");
    }
    return bytes.length == 0 ? Tree.EMPTY_OBJECT : Json.parse(bytes, "what a client said");
  }

  private static void json(HttpExchange exchange, Tree tree) throws IOException {
    send(exchange, 200, "application/json", Json.text(tree).getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    // Without these two a page gets no shared memory, and WebAssembly no threads.
    exchange.getResponseHeaders().set("Cross-Origin-Opener-Policy", "same-origin");
    exchange.getResponseHeaders().set("Cross-Origin-Embedder-Policy", "require-corp");
    exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
