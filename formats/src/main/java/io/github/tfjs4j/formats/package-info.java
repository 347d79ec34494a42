/// Keras' HDF5 files and archives, TensorFlow's SavedModels and frozen graphs.
package io.github.tfjs4j.formats;
