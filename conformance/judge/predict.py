"""Runs models in Keras and TensorFlow for judge/python.mjs: loads each, feeds it, and stores what comes out.

Usage: predict.py FRAMEWORK JOBS.json

FRAMEWORK is `keras2` (tf_keras), `keras3` or `tensorflow`; one process runs all jobs of one. A job is an object:

    {"model": path, "kind": "keras" | "saved_model" | "frozen", "inputs": [{"file", "name", "shape", "dtype"}],
     "outputs": [names], "folder": where the results go, "calls": how often a model that carries states is called}

For each a line is printed, with the files of its results, raw little-endian values, or what went wrong:

    {"job": 0, "outputs": [[{"file", "shape", "dtype"}]]}
    {"job": 1, "error": "..."}
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import numpy as np


def keras_runner(keras):
    """A Keras model, fed in its order and called as a function: predict() would compile a graph for each."""

    def run(job, inputs):
        keras.backend.clear_session()
        model = keras.models.load_model(job["model"], compile=bool(job.get("compile")))
        if "compile" in job and not getattr(model, "optimizer", None):
            raise ValueError("the model is not compiled")
        given = inputs if len(inputs) > 1 else inputs[0]
        return [flat(model(given, training=False)) for _ in range(job.get("calls", 1))]

    return run


def flat(result):
    if isinstance(result, dict):
        return [value for key in sorted(result) for value in flat(result[key])]
    if isinstance(result, (list, tuple)):
        return [value for item in result for value in flat(item)]
    return [result]


def tensorflow_runner():
    import tensorflow as tf

    def saved_model(job, inputs):
        function = tf.saved_model.load(job["model"]).signatures["serving_default"]
        given = {entry["name"]: tf.constant(value) for entry, value in zip(job["inputs"], inputs)}
        result = function(**given)
        return [[result[name] for name in job["outputs"]]]

    def frozen(job, inputs):
        graph = tf.compat.v1.GraphDef()
        with open(job["model"], "rb") as file:
            graph.ParseFromString(file.read())
        feeds = [tensor_name(entry["name"]) for entry in job["inputs"]]
        function = tf.compat.v1.wrap_function(lambda: tf.graph_util.import_graph_def(graph, name=""), [])
        named = function.graph.as_graph_element
        if any(node.name == "init_all_tables" for node in graph.node):
            function.prune([], [named("init_all_tables")])()
        pruned = function.prune([named(feed) for feed in feeds], [named(tensor_name(name)) for name in job["outputs"]])
        return [pruned(*[tf.constant(value) for value in inputs])]

    return lambda job, inputs: {"saved_model": saved_model, "frozen": frozen}[job["kind"]](job, inputs)


def tensor_name(name):
    return name if ":" in name else name + ":0"


def runner(framework):
    if framework == "keras2":
        import tf_keras

        return keras_runner(tf_keras)
    if framework == "keras3":
        import keras

        return keras_runner(keras)
    return tensorflow_runner()


def read(entry):
    if entry["dtype"] == "string":
        with open(entry["file"], encoding="utf-8") as file:
            return np.array(json.load(file), dtype=object).reshape(entry["shape"])
    return np.fromfile(entry["file"], dtype=entry["dtype"]).reshape(entry["shape"])


def store(value, file):
    array = np.asarray(value)
    if array.dtype == object:
        with open(file, "w", encoding="utf-8") as out:
            json.dump([text.decode("utf-8") for text in array.ravel().tolist()], out)
        return {"file": file, "shape": list(array.shape), "dtype": "string"}
    array.tofile(file)
    return {"file": file, "shape": list(array.shape), "dtype": str(array.dtype)}


def main(framework, jobs_file):
    with open(jobs_file, encoding="utf-8") as file:
        jobs = json.load(file)
    run = runner(framework)
    for number, job in enumerate(jobs):
        try:
            calls = run(job, [read(entry) for entry in job["inputs"]])
            os.makedirs(job["folder"], exist_ok=True)
            outputs = [
                [store(value, os.path.join(job["folder"], f"call{c}-out{i}")) for i, value in enumerate(values)]
                for c, values in enumerate(calls)
            ]
            answer = {"job": number, "outputs": outputs}
        except Exception as error:  # whatever a framework throws at a model is the answer
            answer = {"job": number, "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
