/// Measures tfjs4j beside its peers. [io.github.tfjs4j.bench.Main] is where it starts.
package io.github.tfjs4j.bench;
