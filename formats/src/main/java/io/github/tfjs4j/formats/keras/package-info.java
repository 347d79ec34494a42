/// Keras' files: HDF5, and the archives of Keras 3.
package io.github.tfjs4j.formats.keras;
