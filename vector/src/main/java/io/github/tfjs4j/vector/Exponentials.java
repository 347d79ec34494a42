package io.github.tfjs4j.vector;

import static io.github.tfjs4j.exec.Exponential.FLAT;
import static io.github.tfjs4j.exec.Exponential.LEAST;
import static io.github.tfjs4j.exec.Exponential.LN2;
import static io.github.tfjs4j.exec.Exponential.LN2_REST;
import static io.github.tfjs4j.exec.Exponential.LOG2_E;
import static io.github.tfjs4j.exec.Exponential.MOST;
import static io.github.tfjs4j.exec.Exponential.Q0;
import static io.github.tfjs4j.exec.Exponential.Q1;
import static io.github.tfjs4j.exec.Exponential.Q2;
import static io.github.tfjs4j.exec.Exponential.Q3;
import static io.github.tfjs4j.exec.Exponential.Q4;
import static io.github.tfjs4j.exec.Exponential.WHOLE;
import static io.github.tfjs4j.exec.Exponential.WHOLE_BITS;

import io.github.tfjs4j.exec.Exponential;
import io.github.tfjs4j.exec.RowFunction;
import io.github.tfjs4j.exec.RowFunctions;
import io.github.tfjs4j.op.Unary;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [Exponential] on vectors: the same steps, so the same bits.
final class Exponentials {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int L = Lanes.LENGTH;

  static final RowFunctions FUNCTIONS = functions();

  private Exponentials() {}

  private static RowFunctions functions() {
    Map<Unary.F, RowFunction> all =
        Map.of(
            Unary.F.EXP, Exponentials::exp,
            Unary.F.SIGMOID, Exponentials::sigmoid,
            Unary.F.TANH, Exponentials::tanh);
    int n = 16 * L;
    float[] x = new float[n];
    Map<Runnable, Integer> calls = new LinkedHashMap<>();
    all.values().forEach(f -> calls.put(() -> f.apply(x, x, n), n));
    return new RowFunctions("vector functions", all, Warm.up(calls));
  }

  private static void exp(float[] x, float[] y, int n) {
    int i = 0;
    for (; i < S.loopBound(n); i += L) {
      exp(FloatVector.fromArray(S, x, i)).intoArray(y, i);
    }
    for (; i < n; i++) {
      y[i] = Exponential.exp(x[i]);
    }
  }

  private static void sigmoid(float[] x, float[] y, int n) {
    int i = 0;
    for (; i < S.loopBound(n); i += L) {
      sigmoid(FloatVector.fromArray(S, x, i)).intoArray(y, i);
    }
    for (; i < n; i++) {
      y[i] = Exponential.sigmoid(x[i]);
    }
  }

  private static void tanh(float[] x, float[] y, int n) {
    int i = 0;
    for (; i < S.loopBound(n); i += L) {
      tanh(FloatVector.fromArray(S, x, i)).intoArray(y, i);
    }
    for (; i < n; i++) {
      y[i] = Exponential.tanh(x[i]);
    }
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector c = x.blend(LEAST, x.lt(LEAST)).blend(MOST, x.compare(VectorOperators.GT, MOST));
    FloatVector whole = c.fma(broadcast(LOG2_E), broadcast(WHOLE));
    IntVector n = whole.reinterpretAsInts().sub(WHOLE_BITS);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return expm1OfRest(c, whole).add(1).mul(powerOf2(half)).mul(powerOf2(n.sub(half)));
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    return broadcast(1).blend(e, x.lt(0)).div(e.add(1));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector twice = x.add(x).abs().neg();
    FloatVector c = twice.blend(FLAT, twice.lt(FLAT));
    FloatVector whole = c.fma(broadcast(LOG2_E), broadcast(WHOLE));
    FloatVector power = powerOf2(whole.reinterpretAsInts().sub(WHOLE_BITS));
    FloatVector e = expm1OfRest(c, whole).fma(power, power.sub(1));
    return withSign(e.div(e.add(2)), x);
  }

  private static FloatVector withSign(FloatVector size, FloatVector sign) {
    IntVector bit = sign.reinterpretAsInts().and(Integer.MIN_VALUE);
    return size.reinterpretAsInts().and(Integer.MAX_VALUE).or(bit).reinterpretAsFloats();
  }

  private static FloatVector expm1OfRest(FloatVector x, FloatVector whole) {
    FloatVector n = whole.sub(WHOLE);
    FloatVector r = n.fma(broadcast(-LN2_REST), n.fma(broadcast(-LN2), x));
    FloatVector q = broadcast(Q4).fma(r, broadcast(Q3));
    q = q.fma(r, broadcast(Q2)).fma(r, broadcast(Q1)).fma(r, broadcast(Q0));
    return r.mul(r).fma(q, r);
  }

  private static FloatVector powerOf2(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector broadcast(float v) {
    return FloatVector.broadcast(S, v);
  }
}
