/// Models in files. A [Source] is where one may be, a [Format] how it is kept there, and [Formats]
/// lists those that there are; what is read is a [StoredModel]: a [KerasModel] or a
/// [TensorFlowModel], in which no file's spelling is left. A format for other files is a class of
/// its own and a line in that list, or a service.
///
/// Readers are dumb: they take what the file says, check it, and leave the weights in their files.
/// Nothing here knows what a layer means, which graph is good, or how a model is run.
package io.github.tfjs4j.format;
