/// What each Keras layer class means in ops, a file a class; the one to imitate is `DenseLayer`.
package io.github.tfjs4j.keras.layer;
