/// What each Keras layer class means in ops, a file a class; the one to imitate is
/// [io.github.tfjs4j.keras.layer.Dense].
package io.github.tfjs4j.keras.layer;
