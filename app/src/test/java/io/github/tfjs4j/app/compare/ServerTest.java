package io.github.tfjs4j.app.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.app.compare.Contest.Model;
import io.github.tfjs4j.app.compare.Contest.Pair;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients get and what they can say.
class ServerTest {
  @TempDir Path temp;
  private final HttpClient http = HttpClient.newHttpClient();
  private Board board;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    Path layers = temp.resolve("layers");
    try (SeededModel model = new SeededModel(layers, 1)) {
      String input = model.input("x", 3);
      model.layer("Dense", "y", Map.of("units", Tree.of(2)), input);
      model.weight("y/kernel", -1, 1, 3, 2);
      model.weight("y/bias", -1, 1, 2);
      model.save("tiny", input, "y");
    }
    Path graph = temp.resolve("graph");
    Converter.convert(layers, graph, ConvertOptions.DEFAULT);
    Pair pair = Pair.of("tiny", "", model(layers), model(graph), List.of(2), Map.of());
    board = new Board(new Contest(Plan.BOOK, List.of(pair)), Map.of());
    server = new Server(board, Optional.empty(), 0, _ -> {});
  }

  private static Model model(Path folder) {
    return new Model(Source.of(folder), InferenceModel.load(folder));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.origin() + path)).build(),
        BodyHandlers.ofByteArray());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.origin() + path))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void models_and_inputs_are_given_as_they_are() throws Exception {
    assertArrayEquals(
        Files.readAllBytes(temp.resolve("layers/weights.bin")),
        get("/model/0/layers/weights.bin").body());
    assertArrayEquals(
        Files.readAllBytes(temp.resolve("graph/model.json")),
        get("/model/0/graph/model.json").body());
    Tensor input = board.contest().pairs().getFirst().feeds().getFirst().inputs().get("x");
    float[] given = new float[6];
    ByteBuffer.wrap(get("/input/0/0/0").body())
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(given);
    assertArrayEquals(input.rawFloats(), given);
    assertTrue(new String(get("/").body(), StandardCharsets.UTF_8).contains(server.key()));
  }

  @Test
  void no_other_file_is_given() throws Exception {
    Files.writeString(temp.resolve("layers/secret"), "secret");
    for (String path :
        List.of(
            "/model/0/layers/secret",
            "/model/0/layers/..%2Fgraph%2Fmodel.json",
            "/model/0/layers/%2Fetc%2Fpasswd",
            "/model/0/other/model.json",
            "/tfjs/tf.min.js",
            "/nothing")) {
      assertEquals(404, get(path).statusCode(), path);
    }
    assertEquals(400, get("/model/7/layers/model.json").statusCode());
    assertEquals(400, get("/model/x/layers/model.json").statusCode());
  }

  @Test
  void a_page_of_another_name_gets_nothing() throws Exception {
    URI at = URI.create(server.origin());
    try (Socket socket = new Socket(at.getHost(), at.getPort());
        OutputStream out = socket.getOutputStream()) {
      out.write(
          "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
      assertFalse(answer.contains(server.key()), answer);
    }
  }

  @Test
  void results_are_taken_from_who_has_the_key_and_held_to_what_is_right() throws Exception {
    assertEquals(403, post("/0123/open", "{}").statusCode());
    assertEquals(404, post("/" + server.key() + "/0123/result", "{}").statusCode());
    String client =
        Json.parse(post("/" + server.key() + "/open", "{}").body(), "answer")
            .path("client")
            .stringValue();
    String path = "/" + server.key() + "/" + client;
    assertEquals(200, post(path + "/start", "{\"title\": \"Here\"}").statusCode());
    Tensor right =
        board.contest().pairs().getFirst().feeds().getFirst().expected().values().iterator().next();
    assertEquals(200, post(path + "/result", result(right.rawFloats())).statusCode());
    assertTrue(board.agrees());
    float[] wrong = right.rawFloats().clone();
    wrong[1] += 0.01f;
    assertEquals(200, post(path + "/result", result(wrong)).statusCode());
    assertFalse(board.agrees());
    wrong[1] = Float.NaN;
    assertEquals(200, post(path + "/result", result(wrong)).statusCode());
    assertFalse(board.agrees());
  }

  private static String result(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    String output =
        "{\"shape\": [2, 2], \"dtype\": \"float32\", \"values\": \""
            + Base64.getEncoder().encodeToString(bytes.array())
            + "\"}";
    String side = "{\"ms\": [1.5, 2], \"outputs\": [" + output + "]}";
    return "{\"pair\": 0, \"feed\": 0, \"layers\": " + side + ", \"graph\": " + side + "}";
  }

  @Test
  void nonsense_is_refused() throws Exception {
    String client = server.open(board.place(Board.Engine.TFJS, "client"));
    String path = "/" + server.key() + "/" + client + "/result";
    for (String body :
        List.of(
            "{",
            "{}",
            "[]",
            "{\"pair\": 9, \"feed\": 0}",
            result(new float[] {1, 2, 3}),
            result(new float[4]).replace("1.5", "-1"),
            result(new float[4]).replace("float32", "string"),
            "\"" + "x".repeat(2 << 20) + "\"")) {
      assertEquals(
          400, post(path, body).statusCode(), body.substring(0, Math.min(80, body.length())));
    }
    assertTrue(board.isEmpty());
  }
}
