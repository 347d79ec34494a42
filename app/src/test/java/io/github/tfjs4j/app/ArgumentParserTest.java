package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What argparse of Python 3.11 does with the original converter's arguments.
class ArgumentParserTest {
  private static final ArgumentParser PARSER =
      new ArgumentParser(
          "p",
          List.of(
              Argument.toggle(List.of("-h", "--help"), "help"),
              Argument.positional("input_path", "in"),
              Argument.positional("output_path", "out"),
              Argument.choice("--input_format", List.of("keras", "tf_hub"), "from"),
              Argument.one("--output_node_names", "names"),
              Argument.choice("--output_format", List.of("keras"), "to"),
              Argument.optional("--quantize_uint8", "8"),
              Argument.optional("--quantize_uint16", "16"),
              Argument.integer("--quantization_bytes", List.of("1", "2"), "bytes"),
              Argument.integer("--weight_shard_size_bytes", List.of(), "size"),
              Argument.truth("--control_flow_v2", "v2"),
              Argument.toggle(List.of("--skip_op_check"), "skip"),
              Argument.toggle(List.of("--version", "-v"), "version"),
              Argument.one("--input_shape", "shape").added()));

  private static Optional<String> value(String key, String... args) {
    return PARSER.parse(args).value(key);
  }

  private static String refusal(String... args) {
    return assertThrows(UsageException.class, () -> PARSER.parse(args)).getMessage();
  }

  @Test
  void aValueStandsBehindTheNameOrAnEqualsSign() {
    assertEquals(Optional.of("keras"), value("input_format", "--input_format", "keras"));
    assertEquals(Optional.of("keras"), value("input_format", "--input_format=keras"));
    assertEquals(Optional.of("a=b"), value("output_node_names", "--output_node_names=a=b"));
    assertEquals(Optional.of(""), value("output_node_names", "--output_node_names="));
  }

  @Test
  void theLastOneCounts() {
    assertEquals(
        Optional.of("tf_hub"),
        value("input_format", "--input_format=keras", "--input_format", "tf_hub"));
  }

  @Test
  void anOptionMayBeAbbreviatedAsLongAsOnlyOneBeginsSo() {
    assertEquals(Optional.of("keras"), value("input_format", "--inp", "keras"));
    assertEquals(Optional.of("keras"), value("input_format", "--i=keras"));
    assertEquals(
        "ambiguous option: --o=keras could match --output_node_names, --output_format",
        refusal("--o=keras"));
    assertEquals(
        "ambiguous option: --quantize_u could match --quantize_uint8, --quantize_uint16",
        refusal("--input_format", "wrong", "--quantize_u"));
  }

  @Test
  void ourOwnOptionsMustBeSpelledOut() {
    assertEquals(List.of("[1]"), PARSER.parse("--input_shape", "[1]").values("input_shape"));
    assertEquals(Optional.of("keras"), value("input_format", "--input", "keras"));
    assertEquals("unrecognized arguments: --input_s=[1]", refusal("--input_s=[1]"));
  }

  @Test
  void ourOwnOptionsCanBeRepeated() {
    assertEquals(
        List.of("a=[1]", "b=[2]"),
        PARSER.parse("--input_shape", "a=[1]", "--input_shape=b=[2]").values("input_shape"));
  }

  @Test
  void anOptionalValueIsTheNextArgumentUnlessThatIsAnOption() {
    Arguments eaten = PARSER.parse("--quantize_uint8", "in", "out");
    assertEquals(Optional.of("in"), eaten.value("quantize_uint8"));
    assertEquals(Optional.of("out"), eaten.value("input_path"));
    assertFalse(eaten.has("output_path"));

    Arguments bare = PARSER.parse("--quantize_uint8", "--skip_op_check", "in", "out");
    assertTrue(bare.has("quantize_uint8"));
    assertEquals(Optional.empty(), bare.value("quantize_uint8"));
    assertEquals(Optional.of("out"), bare.value("output_path"));
  }

  @Test
  void twoDashesEndTheOptions() {
    Arguments arguments = PARSER.parse("--quantize_uint8", "--", "in", "--out");
    assertEquals(Optional.empty(), arguments.value("quantize_uint8"));
    assertEquals(Optional.of("in"), arguments.value("input_path"));
    assertEquals(Optional.of("--out"), arguments.value("output_path"));
    assertEquals(
        "argument --input_format: expected one argument", refusal("--input_format", "--", "keras"));
  }

  @Test
  void pathsMayStandBetweenOptions() {
    Arguments arguments = PARSER.parse("in", "--input_format", "keras", "out");
    assertEquals(Optional.of("in"), arguments.value("input_path"));
    assertEquals(Optional.of("out"), arguments.value("output_path"));
  }

  @Test
  void negativeNumbersAndASingleDashAreNoOptions() {
    assertEquals(
        Optional.of("-1"), value("weight_shard_size_bytes", "--weight_shard_size_bytes", "-1"));
    assertEquals(Optional.of("-"), value("input_path", "-"));
    assertEquals("unrecognized arguments: -x", refusal("-x", "in"));
    assertEquals(Optional.of("-x y"), value("input_path", "-x y"));
  }

  @Test
  void whatIsLeftOverIsUnrecognized() {
    assertEquals("unrecognized arguments: --nope=1 third", refusal("a", "--nope=1", "b", "third"));
  }

  @Test
  void aMissingValueIsReported() {
    assertEquals("argument --input_format: expected one argument", refusal("--input_format"));
    assertEquals(
        "argument --input_format: expected one argument",
        refusal("--input_format", "--skip_op_check"));
  }

  @Test
  void aWrongChoiceIsReportedWithTheRightOnes() {
    assertEquals(
        "argument --input_format: invalid choice: 'x' (choose from 'keras', 'tf_hub')",
        refusal("--input_format=x"));
    assertEquals(
        "argument --quantization_bytes: invalid choice: 3 (choose from 1, 2)",
        refusal("--quantization_bytes", "3"));
  }

  @Test
  void numbersAreReadAsPythonReadsThem() {
    assertEquals(Optional.of("1000"), value("weight_shard_size_bytes", "--weight=+1_000 "));
    assertEquals(
        "argument --weight_shard_size_bytes: invalid int value: '0x10'", refusal("--weight=0x10"));
    assertEquals(
        "argument --weight_shard_size_bytes: invalid int value: \"it's\"",
        refusal("--weight=it's"));
  }

  @Test
  void truthValuesAreWhatTheySay() {
    for (String yes : List.of("true", "True", "1", "yes", "on")) {
      assertTrue(PARSER.parse("--control_flow_v2=" + yes).is("control_flow_v2", false), yes);
    }
    for (String no : List.of("false", "False", "0", "no", "off")) {
      assertFalse(PARSER.parse("--control_flow_v2", no).is("control_flow_v2", true), no);
    }
    assertEquals(
        "argument --control_flow_v2: invalid bool value: 'maybe'",
        refusal("--control_flow_v2=maybe"));
  }

  @Test
  void aTruthValueCanBeLeftOut() {
    Arguments arguments = PARSER.parse("--control_flow_v2", "in", "out");
    assertTrue(arguments.is("control_flow_v2", false));
    assertEquals(Optional.of("in"), arguments.value("input_path"));
    assertFalse(PARSER.parse().is("control_flow_v2", false));
  }

  @Test
  void switchesTakeNoArgumentButAnAttachedTruthValue() {
    Arguments arguments = PARSER.parse("--skip_op_check", "true", "out");
    assertTrue(arguments.is("skip_op_check", false));
    assertEquals(Optional.of("true"), arguments.value("input_path"));
    assertFalse(PARSER.parse("--skip_op_check=false").is("skip_op_check", false));
  }

  @Test
  void lettersMayBeJoined() {
    Arguments arguments = PARSER.parse("-hv");
    assertTrue(arguments.is("help", false));
    assertTrue(arguments.is("version", false));
    assertEquals("argument -h/--help: ignored explicit argument 'x'", refusal("-hx"));
  }
}
