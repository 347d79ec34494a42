/// Portable kernels: plain loops over whole arrays, which the compiler of the JVM makes vector
/// instructions of. It does so for loops whose arrays all begin at the loop's index, and not where
/// an offset is added that it cannot see through; so rows are copied out of tensors and back.
package io.github.tfjs4j.exec.kernel;
