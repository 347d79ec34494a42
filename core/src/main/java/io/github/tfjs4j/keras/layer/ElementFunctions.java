package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.AddN;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.OnesLike;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.op.ZerosLike;
import io.github.tfjs4j.tensor.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Functions that work element by element.
final class ElementFunctions {
  /// By their names, with a space between several.
  static final Map<String, Function> ALL = new LinkedHashMap<>();

  private static final String ONE = "x/features/input/tensor/logits/variable";
  private static final String TWO = "x/x1/a y/x2/b";

  static {
    unary("abs absolute fabs", Unary.F.ABS, false);
    unary("acos arccos", Unary.F.ACOS, true);
    unary("acosh arccosh", Unary.F.ACOSH, true);
    unary("asin arcsin", Unary.F.ASIN, true);
    unary("asinh arcsinh", Unary.F.ASINH, true);
    unary("atan arctan", Unary.F.ATAN, true);
    unary("atanh arctanh", Unary.F.ATANH, true);
    unary("ceil", Unary.F.CEIL, true);
    unary("cos", Unary.F.COS, true);
    unary("cosh", Unary.F.COSH, true);
    unary("erf", Unary.F.ERF, true);
    unary("exp", Unary.F.EXP, true);
    unary("expm1", Unary.F.EXPM1, true);
    unary("floor", Unary.F.FLOOR, true);
    unary("log", Unary.F.LOG, true);
    unary("log1p", Unary.F.LOG1P, true);
    unary("neg negative", Unary.F.NEG, false);
    unary("reciprocal", Unary.F.RECIPROCAL, true);
    unary("round rint", Unary.F.ROUND, false);
    unary("rsqrt", Unary.F.RSQRT, true);
    unary("sign", Unary.F.SIGN, false);
    unary("sin", Unary.F.SIN, true);
    unary("sinh", Unary.F.SINH, true);
    unary("sqrt", Unary.F.SQRT, true);
    unary("square", Unary.F.SQUARE, false);
    unary("tan", Unary.F.TAN, true);
    unary("is_nan isnan", Unary.F.IS_NAN, true);
    unary("is_finite isfinite", Unary.F.IS_FINITE, true);
    unary("is_inf isinf", Unary.F.IS_INF, true);
    for (String name :
        List.of(
            "linear",
            "relu",
            "relu6",
            "selu",
            "sigmoid",
            "tanh",
            "softplus",
            "exponential",
            "softsign",
            "swish silu",
            "hard_sigmoid",
            "hard_swish hard_silu",
            "mish",
            "log_sigmoid",
            "hard_tanh",
            "tanh_shrink",
            "sparse_plus",
            "sparse_sigmoid")) {
      activation(name);
    }
    one("identity copy convert_to_tensor stop_gradient real", f -> f.value("x"));
    ALL.put("dropout", Function.of(ONE, f -> f.value("x")));
    one("log2", f -> scaled(f, Unary.F.LOG, 1 / Math.log(2)));
    one("log10", f -> scaled(f, Unary.F.LOG, 1 / Math.log(10)));
    one("exp2", f -> f.tf().unary(Unary.F.EXP, times(f, Math.log(2))));
    one("deg2rad", f -> times(f, Math.PI / 180));
    one("rad2deg", f -> times(f, 180 / Math.PI));
    one("erfc", f -> f.tf().sub(f.tf().scalar(1f), f.tf().unary(Unary.F.ERF, f.floats("x"))));
    one("trunc", ElementFunctions::trunc);
    one("logical_not", f -> f.tf().unary(Unary.F.LOGICAL_NOT, f.value("x", DataType.BOOL)));
    one("zeros_like", f -> f.tf().op(new ZerosLike(), f.value("x")));
    one("ones_like", f -> f.tf().op(new OnesLike(), f.value("x")));
    ALL.put("elu", Function.of(ONE + " alpha", f -> elu(f, 1)));
    ALL.put("celu", Function.of(ONE + " alpha", f -> elu(f, f.d("alpha", 1))));
    ALL.put(
        "leaky_relu",
        Function.of(
            ONE + " alpha/negative_slope",
            f -> f.tf().leakyRelu(f.floats("x"), f.d("alpha", 0.2))));
    ALL.put(
        "gelu",
        Function.of(
            ONE + " approximate",
            f ->
                f.b("approximate", f.isKeras3())
                    ? ActivationFunctions.geluByTanh(f.tf(), f.floats("x"))
                    : ActivationFunctions.gelu(f.tf(), f.floats("x"))));
    ALL.put("soft_shrink", Function.of(ONE + " threshold", ElementFunctions::softShrink));
    ALL.put(
        "hard_shrink",
        Function.of(
            ONE + " threshold",
            f ->
                ReLULayer.above(
                    f.tf(),
                    f.floats("x"),
                    f.tf().unary(Unary.F.ABS, f.floats("x")),
                    f.d("threshold", 0.5))));
    ALL.put("threshold", Function.of("x threshold default_value", ElementFunctions::threshold));
    ALL.put("squareplus", Function.of("x b", ElementFunctions::squareplus));
    ALL.put(
        "clip clip_by_value",
        Function.of("x/t x_min/clip_value_min x_max/clip_value_max", ElementFunctions::clip));
    ALL.put(
        "cast saturate_cast",
        Function.of(
            "x/value dtype",
            f -> cast(f.tf(), f.value("x"), f.type("dtype").orElse(f.value("x").dataType()))));
    ALL.put("nan_to_num", Function.of("x nan posinf neginf", ElementFunctions::nanToNum));

    arithmetic("add", Binary.F.ADD_V2);
    arithmetic("subtract sub", Binary.F.SUB);
    arithmetic("multiply mul", Binary.F.MUL);
    arithmetic("maximum fmax", Binary.F.MAXIMUM);
    arithmetic("minimum fmin", Binary.F.MINIMUM);
    arithmetic("pow power", Binary.F.POW);
    arithmetic("mod floormod floor_mod", Binary.F.FLOOR_MOD);
    arithmetic("squared_difference", Binary.F.SQUARED_DIFFERENCE);
    floating("divide truediv true_divide div real_div", Binary.F.REAL_DIV);
    floating("divide_no_nan", Binary.F.DIV_NO_NAN);
    ALL.put(
        "atan2 arctan2",
        Function.of("y/x1 x/x2", f -> f.tf().binary(Binary.F.ATAN2, f.floats("y"), f.floats("x"))));
    two("floordiv floor_div floor_divide", ElementFunctions::floorDivide);
    two("logaddexp", f -> logAddExp(f));
    comparison("equal __eq__", Compare.F.EQUAL);
    comparison("not_equal __ne__", Compare.F.NOT_EQUAL);
    comparison("less", Compare.F.LESS);
    comparison("less_equal", Compare.F.LESS_EQUAL);
    comparison("greater", Compare.F.GREATER);
    comparison("greater_equal", Compare.F.GREATER_EQUAL);
    logical("logical_and", Compare.F.LOGICAL_AND);
    logical("logical_or", Compare.F.LOGICAL_OR);
    logical("logical_xor", Compare.F.NOT_EQUAL);
    ALL.put("where where_v2", Function.of("condition x/x1 y/x2", ElementFunctions::where));
    ALL.put(
        "add_n",
        Function.of(
            "inputs",
            f -> {
              List<Value> values = f.values("inputs");
              return values.size() == 1 ? values.getFirst() : f.tf().op(new AddN(), values);
            }));
  }

  private ElementFunctions() {}

  private static void one(String names, Function.Single body) {
    ALL.put(names, Function.of(ONE, body));
  }

  private static void two(String names, Function.Single body) {
    ALL.put(names, Function.of(TWO, body));
  }

  /// @param floats whether the function is of floats alone
  private static void unary(String names, Unary.F f, boolean floats) {
    one(names, c -> c.tf().unary(f, floats ? c.floats("x") : c.value("x")));
  }

  private static void activation(String names) {
    String name = names.substring(names.lastIndexOf(' ') + 1);
    one(
        names,
        c ->
            ActivationFunctions.of(c.tf(), name, c.floats("x"), c.call().semantics())
                .orElseThrow());
  }

  private static void arithmetic(String names, Binary.F f) {
    two(
        names,
        c -> {
          List<Value> xy = c.same("x", "y");
          return xy.getFirst().dataType() == DataType.BOOL
              ? c.tf().binary(f, c.value("x", DataType.INT32), c.value("y", DataType.INT32))
              : c.tf().binary(f, xy.get(0), xy.get(1));
        });
  }

  private static void floating(String names, Binary.F f) {
    two(names, c -> c.tf().binary(f, c.floats("x"), c.floats("y")));
  }

  private static void comparison(String names, Compare.F f) {
    two(
        names,
        c -> {
          List<Value> xy = c.same("x", "y");
          return c.tf().compare(f, xy.get(0), xy.get(1));
        });
  }

  private static void logical(String names, Compare.F f) {
    two(names, c -> c.tf().compare(f, c.value("x", DataType.BOOL), c.value("y", DataType.BOOL)));
  }

  private static Value times(FunctionCall f, double factor) {
    return f.tf().mul(f.floats("x"), f.tf().scalar((float) factor));
  }

  private static Value scaled(FunctionCall f, Unary.F function, double factor) {
    return f.tf().mul(f.tf().unary(function, f.floats("x")), f.tf().scalar((float) factor));
  }

  /// Numbers become bools where they are not 0; TF.js casts otherwise than TensorFlow there.
  static Value cast(Tf tf, Value x, DataType type) {
    if (type == DataType.BOOL && x.dataType() != DataType.BOOL) {
      Value zero = x.dataType() == DataType.INT32 ? tf.scalar(0) : tf.scalar(0f);
      return tf.compare(Compare.F.NOT_EQUAL, x, zero);
    }
    return tf.cast(x, type);
  }

  /// The whole part.
  private static Value trunc(FunctionCall f) {
    return f.tf().cast(f.tf().cast(f.floats("x"), DataType.INT32), DataType.FLOAT);
  }

  /// `elu`, with its argument stretched: `max(x, 0) + alpha (exp(min(x, 0) / stretch) - 1)`.
  private static Value elu(FunctionCall f, double stretch) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    double alpha = f.d("alpha", 1);
    if (alpha == 1) {
      return tf.unary(Unary.F.ELU, x);
    }
    Value below = tf.minimum(x, tf.scalar(0f));
    Value grown =
        tf.unary(
            Unary.F.EXPM1, stretch == 1 ? below : tf.mul(below, tf.scalar((float) (1 / stretch))));
    return tf.add(tf.unary(Unary.F.RELU, x), tf.mul(grown, tf.scalar((float) alpha)));
  }

  private static Value softShrink(FunctionCall f) {
    float t = (float) f.d("threshold", 0.5);
    return f.tf().sub(f.floats("x"), ActivationFunctions.clip(f.tf(), f.floats("x"), -t, t));
  }

  private static Value threshold(FunctionCall f) {
    Tf tf = f.tf();
    Value above =
        tf.compare(Compare.F.GREATER, f.floats("x"), tf.scalar((float) f.d("threshold", 0)));
    return tf.select(above, f.floats("x"), tf.scalar((float) f.d("default_value", 0)));
  }

  private static Value squareplus(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    Value square = tf.add(tf.unary(Unary.F.SQUARE, x), tf.scalar((float) f.d("b", 4)));
    return tf.mul(tf.add(x, tf.unary(Unary.F.SQRT, square)), tf.scalar(0.5f));
  }

  private static Value clip(FunctionCall f) {
    List<Value> all = f.same("x", "x_min", "x_max");
    return f.tf().minimum(f.tf().maximum(all.get(0), all.get(1)), all.get(2));
  }

  private static Value nanToNum(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    Value y = tf.select(tf.unary(Unary.F.IS_NAN, x), tf.scalar((float) f.d("nan", 0)), x);
    return ActivationFunctions.clip(
        tf, y, (float) f.d("neginf", -Float.MAX_VALUE), (float) f.d("posinf", Float.MAX_VALUE));
  }

  /// The quotient rounded down. The op of that name gives int32 whatever it divides.
  private static Value floorDivide(FunctionCall f) {
    List<Value> xy = f.same("x", "y");
    Tf tf = f.tf();
    return xy.getFirst().dataType() == DataType.INT32
        ? tf.binary(Binary.F.FLOOR_DIV, xy.get(0), xy.get(1))
        : tf.unary(Unary.F.FLOOR, tf.div(f.floats("x"), f.floats("y")));
  }

  private static Value logAddExp(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    Value y = f.floats("y");
    Value apart = tf.unary(Unary.F.NEG, tf.unary(Unary.F.ABS, tf.sub(x, y)));
    return tf.add(tf.maximum(x, y), tf.unary(Unary.F.LOG1P, tf.unary(Unary.F.EXP, apart)));
  }

  private static Value where(FunctionCall f) {
    if (!f.has("x") || !f.has("y")) {
      throw new UnsupportedModelException(
          "'where' with a condition alone gives as many results as there are elements that are"
              + " true, which cannot be converted");
    }
    List<Value> xy = f.same("x", "y");
    return f.tf().select(f.value("condition", DataType.BOOL), xy.get(0), xy.get(1));
  }
}
