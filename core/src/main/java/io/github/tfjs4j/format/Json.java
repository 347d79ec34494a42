package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON to trees and back, strictly: no duplicate keys, no NaN, nothing behind the end. Numbers
/// come out as they went in: ints as ints of any size, all others as doubles. Jackson's parser is
/// used without its data binding, which alone would take longer to load than most models.
final class Json {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  private Json() {}

  /// Reads a whole file, which messages call by its last name.
  static JsonNode read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, nameOf(file));
    } catch (IOException e) {
      throw new FormatException(file + ": cannot be read: " + reason(e), e);
    }
  }

  /// Tells all strings of a file, without a tree of it and without its keys, up to where it stops
  /// being JSON.
  static void strings(Path file, Consumer<String> to) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
        if (t == JsonToken.VALUE_STRING) {
          to.accept(parser.getString());
        }
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException _) {
      // Nothing behind this place can be understood.
    }
  }

  static JsonNode parse(String text, String what) {
    return read(
        new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        what);
  }

  private static JsonNode read(InputStream in, String what) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      return root(parser, what);
    } catch (JacksonException e) {
      // Before the first token: a file in no encoding that JSON may have, or one that cannot be
      // read.
      throw at(what, e.getLocation(), message(e));
    }
  }

  private static JsonNode root(JsonParser parser, String what) {
    try {
      if (parser.nextToken() == null) {
        throw new FormatException(what + ": the file is empty, expected a JSON object");
      }
      JsonNode root = tree(parser, what);
      if (parser.nextToken() != null) {
        throw at(
            what,
            parser.currentTokenLocation(),
            "something stands behind the end of the JSON value");
      }
      return root;
    } catch (JacksonException e) {
      throw at(
          what, e.getLocation() == null ? parser.currentLocation() : e.getLocation(), message(e));
    }
  }

  /// Builds with a stack of its own, so that depth is bounded by the parser's limit and not by the
  /// thread's stack.
  private static JsonNode tree(JsonParser parser, String what) {
    Deque<JsonNode> open = new ArrayDeque<>();
    JsonToken token = parser.currentToken();
    while (true) {
      JsonNode value =
          switch (token) {
            case START_OBJECT -> NODES.objectNode();
            case START_ARRAY -> NODES.arrayNode();
            case END_OBJECT, END_ARRAY -> open.pop();
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> integer(parser, what);
            case VALUE_NUMBER_FLOAT -> real(parser, what);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NullNode.instance;
            case PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw at(what, parser.currentTokenLocation(), "unexpected " + token);
          };
      boolean closes = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
      if (!closes) {
        place(value, open.peek(), parser, what);
      }
      if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
        open.push(value);
      } else if (open.isEmpty()) {
        return value;
      }
      token = parser.nextToken();
      if (token == JsonToken.PROPERTY_NAME) {
        token = parser.nextToken();
      }
      if (token == null) {
        throw at(what, parser.currentLocation(), "the file ends in the middle");
      }
    }
  }

  private static void place(JsonNode value, JsonNode parent, JsonParser parser, String what) {
    switch (parent) {
      case null -> {}
      case ArrayNode array -> array.add(value);
      case ObjectNode object -> {
        String name = parser.currentName();
        if (object.replace(name, value) != null) {
          throw at(
              what,
              parser.currentTokenLocation(),
              "the key \"" + shorten(name) + "\" is there twice");
        }
      }
      default -> throw new IllegalStateException("a " + parent.getNodeType() + " holds nothing");
    }
  }

  private static JsonNode integer(JsonParser parser, String what) {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> {
        java.math.BigInteger value = parser.getBigIntegerValue();
        if (value.bitLength() >= Double.MAX_EXPONENT) {
          throw tooLarge(parser, what);
        }
        yield NODES.numberNode(value);
      }
    };
  }

  /// Doubles are all that JavaScript has, so a number beyond them is a mistake.
  private static JsonNode real(JsonParser parser, String what) {
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw tooLarge(parser, what);
    }
    return NODES.numberNode(value);
  }

  private static FormatException tooLarge(JsonParser parser, String what) {
    return at(
        what,
        parser.currentTokenLocation(),
        "the number " + shorten(parser.getString()) + " is too large");
  }

  private static FormatException at(String what, TokenStreamLocation at, String message) {
    String where =
        at == null || at.getLineNr() < 1
            ? ""
            : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    return new FormatException(what + ": " + where + message);
  }

  /// Jackson's message without its location line and the advice about its own feature flags.
  private static String message(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int flag = message.indexOf(": enable `");
    message = flag < 0 ? message : message.substring(0, flag);
    return shorten(message.replaceAll(", from `[^`]*`| \\(start marker at .*", ""));
  }

  static String shorten(String text) {
    return ModelException.quoted(text);
  }

  static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// What an I/O error says besides the file's name.
  static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.NoSuchFileException _ -> "there is no such file";
      case java.nio.file.FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  /// A value as text for a message.
  static String show(JsonNode node) {
    return node.isMissingNode() ? "nothing" : shorten(text(node));
  }

  static String text(JsonNode node) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(node, out);
    return out.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  /// Writes without spaces, as UTF-8, keys in the order of the tree.
  static void write(JsonNode node, OutputStream out) {
    try (JsonGenerator generator =
        FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      write(node, generator);
    }
  }

  /// Recursive: no tree is deeper than the parser lets through.
  private static void write(JsonNode node, JsonGenerator to) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        to.writeStartObject();
        for (Map.Entry<String, JsonNode> e : node.properties()) {
          to.writeName(e.getKey());
          write(e.getValue(), to);
        }
        to.writeEndObject();
      }
      case ARRAY -> {
        to.writeStartArray();
        for (JsonNode element : node) {
          write(element, to);
        }
        to.writeEndArray();
      }
      case STRING -> to.writeString(node.stringValue());
      case BOOLEAN -> to.writeBoolean(node.booleanValue());
      case NULL, MISSING -> to.writeNull();
      case NUMBER -> number(node, to);
      case BINARY, POJO -> throw new IllegalStateException("not JSON: " + node.getNodeType());
    }
  }

  private static void number(JsonNode node, JsonGenerator to) {
    switch (node.numberType()) {
      case INT -> to.writeNumber(node.intValue());
      case LONG -> to.writeNumber(node.longValue());
      case BIG_INTEGER -> to.writeNumber(node.bigIntegerValue());
      case FLOAT -> to.writeNumber(node.floatValue());
      case DOUBLE -> to.writeNumber(node.doubleValue());
      case BIG_DECIMAL -> to.writeNumber(node.decimalValue());
    }
  }
}
