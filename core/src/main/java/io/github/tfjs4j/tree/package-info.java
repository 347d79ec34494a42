/// Trees of named values, as configs and metadata are: [io.github.tfjs4j.tree.Tree]. Knows no file
/// format: codecs make trees and write them.
package io.github.tfjs4j.tree;
