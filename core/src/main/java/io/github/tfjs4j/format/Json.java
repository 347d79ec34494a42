package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// JSON to trees and back, strictly: UTF-8 alone, no duplicate keys, no NaN, nothing behind the
/// end. Numbers come out as they went in: ints as ints of any size, all others as doubles.
public final class Json {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  /// For strings that UTF-8 cannot hold.
  private static final JsonFactory ESCAPING =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final String BYTE_ORDER_MARK = "\ufeff";

  /// A tree takes up to this many times the bytes of its text.
  private static final int BLOAT = 32;

  private Json() {}

  // ---- reading ----

  /// Reads a whole file, which messages call by its last name.
  ///
  /// @throws FormatException where it is not JSON
  public static Tree read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new FormatException(file + ": this is no file");
      }
      checkSize(Files.size(file), nameOf(file));
      return parse(Files.readAllBytes(file), nameOf(file));
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

  /// Reads a text.
  ///
  /// @param what the text is called in messages
  /// @throws FormatException where it is not JSON
  public static Tree parse(String text, String what) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return root(parser, what);
    }
  }

  /// Reads the bytes of a file.
  ///
  /// @param what the file is called in messages
  /// @throws FormatException where they are not JSON in UTF-8
  public static Tree parse(byte[] bytes, String what) {
    checkSize(bytes.length, what);
    checkUtf8(bytes, what);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, what);
  }

  static void checkSize(long bytes, String what) {
    long most = Runtime.getRuntime().maxMemory() / BLOAT;
    if (bytes > most) {
      throw new LimitException(
          what
              + ": "
              + bytes
              + " bytes of JSON are more than the "
              + most
              + " that this JVM's memory is enough for; start it with a larger -Xmx");
    }
  }

  /// Given bytes, Jackson takes overlong forms and other encodings, which no browser does.
  private static void checkUtf8(byte[] bytes, String what) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(1 << 13);
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new FormatException(
          "%s: line %d: byte 0x%02x at offset %d is not UTF-8"
              .formatted(what, line, bytes[in.position()], in.position()));
    }
  }

  private static Tree root(JsonParser parser, String what) {
    try {
      if (parser.nextToken() == null) {
        throw new FormatException(what + ": the file is empty, expected a JSON object");
      }
      Tree root = tree(parser, what);
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

  /// Recursive: the parser lets no text through that is too deep.
  private static Tree tree(JsonParser parser, String what) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, what);
      case START_ARRAY -> list(parser, what);
      case VALUE_STRING -> Tree.of(parser.getString());
      case VALUE_NUMBER_INT -> integer(parser, what);
      case VALUE_NUMBER_FLOAT -> real(parser, what);
      case VALUE_TRUE -> Tree.of(true);
      case VALUE_FALSE -> Tree.of(false);
      case VALUE_NULL -> Tree.NULL;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw at(what, parser.currentTokenLocation(), "unexpected " + parser.currentToken());
    };
  }

  private static Tree object(JsonParser parser, String what) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    while (next(parser, what) != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      next(parser, what);
      if (fields.containsKey(key)) {
        throw at(
            what,
            parser.currentTokenLocation(),
            "the key \"" + ModelException.quoted(key) + "\" is there twice");
      }
      fields.put(key, tree(parser, what));
    }
    return fields.isEmpty() ? Tree.EMPTY_OBJECT : Tree.object(fields);
  }

  private static Tree list(JsonParser parser, String what) {
    List<Tree> items = new ArrayList<>();
    while (next(parser, what) != JsonToken.END_ARRAY) {
      items.add(tree(parser, what));
    }
    return Tree.list(items);
  }

  private static JsonToken next(JsonParser parser, String what) {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw at(what, parser.currentLocation(), "the file ends in the middle");
    }
    return token;
  }

  private static Tree integer(JsonParser parser, String what) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> Tree.of(parser.getLongValue());
      default -> {
        BigInteger value = parser.getBigIntegerValue();
        if (value.bitLength() >= Double.MAX_EXPONENT) {
          throw tooLarge(parser, what);
        }
        yield Tree.of(value);
      }
    };
  }

  /// Doubles are all that JavaScript has, so a number beyond them is a mistake.
  private static Tree real(JsonParser parser, String what) {
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw tooLarge(parser, what);
    }
    return Tree.of(value);
  }

  private static FormatException tooLarge(JsonParser parser, String what) {
    return at(
        what,
        parser.currentTokenLocation(),
        "the number " + ModelException.quoted(parser.getString()) + " is too large");
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
    return ModelException.quoted(message.replaceAll(", from `[^`]*`| \\(start marker at .*", ""));
  }

  // ---- messages ----

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
  static String show(Tree tree) {
    return tree.isMissing() ? "nothing" : ModelException.quoted(tree);
  }

  // ---- writing ----

  /// The text of a tree, without spaces.
  public static String text(Tree tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(tree, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /// The text of a tree, indented for people.
  public static String pretty(Tree tree) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(new Indented(), out)) {
      write(tree, generator);
    }
    return out.toString();
  }

  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }

  /// Writes without spaces, as UTF-8, keys in the order of the tree.
  static void write(Tree tree, OutputStream out) {
    JsonFactory factory = isText(tree) ? FACTORY : ESCAPING;
    try (JsonGenerator generator =
        factory.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      write(tree, generator);
    }
  }

  /// Whether UTF-8 can hold all strings: not so the half of a surrogate pair, which only an escape
  /// can write, and a key not even so.
  private static boolean isText(Tree tree) {
    for (String key : tree.fields().keySet()) {
      if (!isText(key)) {
        throw new FormatException(
            "'" + ModelException.quoted(key) + "' cannot be a name: it holds half a character");
      }
    }
    for (Tree part : tree) {
      if (!isText(part)) {
        return false;
      }
    }
    return !tree.isString() || isText(tree.stringValue());
  }

  private static boolean isText(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (Character.isSurrogate(s.charAt(i))) {
        return s.codePoints().noneMatch(c -> c <= 0xffff && Character.isSurrogate((char) c));
      }
    }
    return true;
  }

  /// Recursive: no tree is deeper than the parser lets through.
  private static void write(Tree tree, JsonGenerator to) {
    if (tree.isObject()) {
      to.writeStartObject();
      tree.fields()
          .forEach((key, value) -> {
            to.writeName(key);
            write(value, to);
          });
      to.writeEndObject();
    } else if (tree.isList()) {
      to.writeStartArray();
      tree.items().forEach(item -> write(item, to));
      to.writeEndArray();
    } else if (tree.isString()) {
      to.writeString(tree.stringValue());
    } else if (tree.isBoolean()) {
      to.writeBoolean(tree.booleanValue());
    } else if (tree.isNumber()) {
      switch (tree.numberValue()) {
        case Long n -> to.writeNumber(n);
        case BigInteger n -> to.writeNumber(n);
        case Number n -> to.writeNumber(n.doubleValue());
      }
    } else {
      to.writeNull();
    }
  }
}
