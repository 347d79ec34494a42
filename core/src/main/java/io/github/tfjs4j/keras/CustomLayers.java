package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads layer classes from a text file: each a graph in its text form
/// ([io.github.tfjs4j.graph.TextForm]) with parameters, whose values come from the layer's config
/// or, where that has none, from the definition.
///
///     # x * beta
///     layer MultiplyBeta(beta = 0.2) {
///       input %x
///       %y = Mul(%x, $beta)
///       return %y
///     }
///
/// A default is a number, `true`, `false`, a string or a list of numbers; a parameter without one
/// must stand in every config. A type may stand before it (`axis: int = -1`), else it is the
/// default's: what a config has must be of that type. `$beta` may be an operand, the value of an
/// attribute or a length of a weight. As an operand it is a float32 constant, or int32 where its
/// type is int.
///
/// `weight %gamma: float32[?]` is the weight `gamma` of the layer, `weight %k "my kernel":
/// float32[3, ?]` one of another name. `mask %m` is the Keras mask of the first input, or true where
/// it has none; a layer that `keeps mask` hands it on:
///
///     layer Scale(axis: int = -1) keeps mask {
///
/// `activation mine {` says in the same way what the activation `mine` of any layer is.
///
/// The class may be spelled as the file has it (`Custom>Scale`), and a definition may be for some
/// layers of a class only: `layer Lambda for lambda_1, "lambda 2" {`.
public final class CustomLayers {
  private static final Pattern CLASS = Pattern.compile("[\\p{L}\\p{N}_.>-]+");
  private static final Pattern LAYER = Pattern.compile("[\\p{L}\\p{N}_./-]+");
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
  private static final Pattern USE =
      Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"|#[^\\n]*|\\$(\\w*)");
  private static final Pattern DEFAULT =
      Pattern.compile(
          "true|false|\"(?:[^\"\\\\\\n]|\\\\.)*\"|-?[0-9.][0-9.eE+-]*|\\[[0-9.,eE+\\s-]*\\]");

  private final String file;
  private final String text;
  private int at;

  private CustomLayers(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /// @throws FormatException with file and line where it is not as described above
  public static List<Layer> read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new FormatException(file + ": there is no such file of custom layers", e);
    } catch (CharacterCodingException e) {
      throw new FormatException(file + ": this is no UTF-8 text, so it defines no layers", e);
    } catch (IOException e) {
      throw new FormatException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /// The layers of several files, in order; of two definitions of a class the later one counts.
  public static List<Layer> read(List<Path> files) {
    return files.stream().flatMap(f -> read(f).stream()).toList();
  }

  /// @param file for messages
  static List<Layer> parse(String file, String text) {
    CustomLayers parser = new CustomLayers(file, text);
    List<Layer> found = new ArrayList<>();
    Set<List<String>> defined = new HashSet<>();
    while (parser.hasMore()) {
      int start = parser.at;
      CustomLayer layer = parser.layer();
      Set<String> names = layer.layerNames().isEmpty() ? Set.of("") : layer.layerNames();
      for (String name : names) {
        String kind = layer.isActivation() ? "activation" : "layer";
        if (!defined.add(List.of(kind, layer.className(), name))) {
          parser.at = start;
          throw parser.error(
              kind
                  + " "
                  + layer.className()
                  + (name.isEmpty() ? "" : " for " + name)
                  + " is defined twice");
        }
      }
      found.add(layer);
    }
    return found;
  }

  private CustomLayer layer() {
    int declared = at;
    String kind = name();
    if (!kind.equals("layer") && !kind.equals("activation")) {
      at = declared;
      throw error("expected 'layer Name(parameter = default, ...) {' or 'activation name {'");
    }
    String className = className();
    Map<String, CustomParameter> parameters = peek('(') ? parameters() : Map.of();
    Set<String> layerNames = word("for") ? layerNames() : Set.of();
    boolean keepsMask = word("keeps");
    if (keepsMask && !word("mask")) {
      throw error("expected 'keeps mask'");
    }
    expect('{');
    int start = at;
    int end = endOfBody();
    if (end < 0) {
      at = declared;
      throw error("this layer has no closing '}'");
    }
    // The lines before keep the line numbers of messages right.
    String body = "\n".repeat(line(start) - 1) + text.substring(start, end);
    at = end + 1;
    List<String> inputs = new ArrayList<>();
    Matcher input = CustomLayer.INPUT.matcher(body);
    while (input.find()) {
      inputs.add(input.group(1));
    }
    if (inputs.isEmpty()) {
      at = declared;
      throw error("layer " + className + " has no 'input %x'");
    }
    checkParameters(className, parameters, start, end);
    return new CustomLayer(
        className,
        kind.equals("activation"),
        layerNames,
        file + ":" + line(declared),
        parameters,
        List.copyOf(inputs),
        keepsMask,
        body);
  }

  /// A class as a topology may spell it, with a package in front.
  private String className() {
    skipSpace();
    if (peek('"')) {
      return quoted();
    }
    Matcher m = CLASS.matcher(text).region(at, text.length());
    if (!m.lookingAt()) {
      throw error("expected the name of a class of layers");
    }
    at = m.end();
    skipSpace();
    return m.group();
  }

  private Set<String> layerNames() {
    Set<String> names = new LinkedHashSet<>();
    do {
      if (peek('"')) {
        names.add(quoted());
      } else {
        Matcher m = LAYER.matcher(text).region(at, text.length());
        if (!m.lookingAt()) {
          throw error("expected the name of a layer");
        }
        at = m.end();
        names.add(m.group());
      }
    } while (take(','));
    skipSpace();
    return names;
  }

  private String quoted() {
    Matcher m = STRING.matcher(text).region(at, text.length());
    if (!m.lookingAt()) {
      throw error("this string does not end");
    }
    at = m.end();
    skipSpace();
    return m.group(1).replaceAll("\\\\(.)", "$1");
  }

  private Map<String, CustomParameter> parameters() {
    Map<String, CustomParameter> parameters = new LinkedHashMap<>();
    expect('(');
    while (!take(')')) {
      if (!parameters.isEmpty()) {
        expect(',');
      }
      String name = name();
      int start = at;
      Optional<String> kind = take(':') ? Optional.of(name()) : Optional.empty();
      Optional<String> literal = Optional.empty();
      if (take('=')) {
        Matcher m = DEFAULT.matcher(text).region(at, text.length());
        if (!m.lookingAt()) {
          throw error("expected a number, true, false, a string or a list of numbers");
        }
        literal = Optional.of(m.group());
        at = m.end();
      }
      try {
        if (parameters.put(name, CustomParameter.of(kind, literal)) != null) {
          throw error("two parameters are called '" + name + "'");
        }
      } catch (IllegalArgumentException e) {
        at = start;
        throw error("parameter '" + name + "': " + e.getMessage());
      }
    }
    return parameters;
  }

  /// The position of the closing brace; -1 without one.
  private int endOfBody() {
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '{' -> depth++;
        case '}' -> {
          if (depth-- == 0) {
            return i;
          }
        }
        case '#' -> i = endOf(i, '\n');
        case '"' -> {
          do {
            i = endOf(i + 1, '"');
          } while (i < text.length() && text.charAt(i - 1) == '\\');
        }
        default -> {}
      }
    }
    return -1;
  }

  private int endOf(int from, char c) {
    int end = text.indexOf(c, from);
    return end < 0 ? text.length() : end;
  }

  private void checkParameters(
      String className, Map<String, CustomParameter> parameters, int start, int end) {
    Matcher use = USE.matcher(text).region(start, end);
    while (use.find()) {
      if (use.group(1) != null && !parameters.containsKey(use.group(1))) {
        at = use.start();
        throw error(
            "layer "
                + className
                + " has no parameter '"
                + use.group(1)
                + "', it has "
                + parameters.keySet());
      }
    }
  }

  // ---- characters ----

  private boolean hasMore() {
    skipSpace();
    return at < text.length();
  }

  private void skipSpace() {
    while (at < text.length()) {
      if (text.charAt(at) == '#') {
        at = endOf(at, '\n');
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return;
      }
    }
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  /// Passes over a word if it comes next.
  private boolean word(String word) {
    Matcher m = Pattern.compile("\\b" + word + "\\b").matcher(text).region(at, text.length());
    boolean there = m.lookingAt();
    if (there) {
      at = m.end();
      skipSpace();
    }
    return there;
  }

  private boolean take(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      skipSpace();
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw error("expected '" + c + "'");
    }
  }

  private String name() {
    skipSpace();
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (start == at) {
      throw error("expected a name");
    }
    String name = text.substring(start, at);
    skipSpace();
    return name;
  }

  private int line(int position) {
    return 1 + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
  }

  private FormatException error(String what) {
    int from = Math.min(at, text.length());
    String rest = text.substring(from, endOf(from, '\n')).strip();
    return new FormatException(
        file + ":" + line(from) + ": " + what + (rest.isEmpty() ? "" : ", at '" + rest + "'"));
  }
}
