"""Writes the list of TensorFlow's ops, `tensorflow-ops.txt`: python3 make-tensorflow-ops.py > FILE

One op a line, as TensorFlow 2.19 defines it, sorted:

    MatMul(a:T,b:T) product:T transpose_a:bool transpose_b:bool T:type=float|int32

Name, inputs, results, attributes. The type of an input or result is a type, or the attribute that names it; `N*T` are N
tensors of one type, and an attribute of kind `list(type)` stands for one tensor for each. Behind a type attribute stand
the types that TensorFlow executes the op for on a CPU, of those that TensorFlow.js has and of int64; without them all do.
"""
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import tensorflow as tf
from tensorflow.python.framework import kernels
from tensorflow.python.framework import op_def_registry

TYPES = [tf.float32, tf.int32, tf.int64, tf.bool, tf.string, tf.complex64]
NAMES = ["_FusedConv2D", "_FusedMatMul"] + [n for n in dir(tf.raw_ops) if not n.startswith("_")]


def type_name(number):
    return tf.as_dtype(number).name.replace("float32", "float")


def argument(arg):
    kind = arg.type_attr or arg.type_list_attr or type_name(arg.type)
    return arg.name + ":" + (arg.number_attr + "*" if arg.number_attr else "") + kind


def executed(op, attribute):
    """The types that some kernel takes; None where all do."""
    allowed = set(attribute.allowed_values.list.type)
    found = {t.as_datatype_enum for t in TYPES if not allowed or t.as_datatype_enum in allowed}
    on_cpu = [k for k in kernels.get_registered_kernels_for_op(op).kernel if k.device_type == "CPU"]
    by_kernel = set()
    for kernel in on_cpu:
        own = [c for c in kernel.constraint if c.name == attribute.name]
        by_kernel |= set(own[0].allowed_values.list.type) if own else found
    if on_cpu:
        found &= by_kernel
    return None if len(found) == len(TYPES) else [t for t in TYPES if t.as_datatype_enum in found]


def kind(op, attribute):
    text = attribute.name + ":" + attribute.type
    if attribute.type != "type":
        return text
    types = executed(op, attribute)
    return text if types is None else text + "=" + "|".join(type_name(t) for t in types)


def line(op):
    definition = op_def_registry.get(op)
    inputs = ",".join(argument(a) for a in definition.input_arg)
    results = ",".join(argument(a) for a in definition.output_arg)
    attributes = [kind(op, a) for a in definition.attr]
    return " ".join([op + "(" + inputs + ")", results or "-"] + attributes)


for name in sorted(n for n in NAMES if op_def_registry.get(n)):
    sys.stdout.write(line(name) + "\n")
