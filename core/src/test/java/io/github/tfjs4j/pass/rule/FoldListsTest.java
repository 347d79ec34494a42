package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class FoldListsTest {
  private static final RuleContract.Rules RULES = rules(new FoldLists());

  @Test
  void a_stack_of_slices_is_the_whole() {
    RULES
        .given(
            """
            input %x: float32[3, 2]
            %l = TensorListFromTensor(%x, [2]) {element_dtype=DT_FLOAT}
            %s = TensorListStack(%l, [2]) {element_dtype=DT_FLOAT, num_elements=3}
            %y = Tanh(%s)
            return %y
            """)
        .becomes(
            """
            input %x: float32[3, 2]
            %y = Tanh(%x)
            return %y
            """);
  }

  @Test
  void elements_that_were_written_are_packed_and_others_are_zeros() {
    RULES
        .given(
            """
            input %a: float32[2]
            input %b: float32[2]
            %l = TensorListReserve([2], 3) {element_dtype=DT_FLOAT}
            %m = TensorListSetItem(%l, 2, %a) {element_dtype=DT_FLOAT}
            %n = TensorListSetItem(%m, 0, %b) {element_dtype=DT_FLOAT}
            %s = TensorListStack(%n, [2]) {element_dtype=DT_FLOAT, num_elements=3}
            return %s
            """)
        .becomes(
            """
            input %a: float32[2]
            input %b: float32[2]
            %z = Const float32[2] random(1)
            %s = Pack(%b, %z, %a) {axis=0}
            return %s
            """);
  }

  @Test
  void an_element_is_what_was_written_last() {
    RULES
        .given(
            """
            input %a: float32[2]
            input %b: float32[2]
            %l = TensorListReserve([2], 3) {element_dtype=DT_FLOAT}
            %m = TensorListSetItem(%l, 1, %a) {element_dtype=DT_FLOAT}
            %n = TensorListSetItem(%m, 0, %b) {element_dtype=DT_FLOAT}
            %s = TensorListGetItem(%n, 1, [2]) {element_dtype=DT_FLOAT}
            %y = Tanh(%s)
            return %y
            """)
        .becomes(
            """
            input %a: float32[2]
            input %b: float32[2]
            %y = Tanh(%a)
            return %y
            """);
  }

  @Test
  void elements_of_unknown_places_are_left_alone() {
    RULES
        .given(
            """
            input %a: float32[2]
            input %i: int32[]
            %l = TensorListReserve([2], 3) {element_dtype=DT_FLOAT}
            %m = TensorListSetItem(%l, %i, %a) {element_dtype=DT_FLOAT}
            %s = TensorListStack(%m, [2]) {element_dtype=DT_FLOAT, num_elements=3}
            return %s
            """)
        .isLeftAlone();
  }
}
