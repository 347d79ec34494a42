package io.github.tfjs4j.formats.tensorflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Protobuf messages of files, in their binary or their text form.
final class Messages {
  /// How deep messages may lie in each other; TensorFlow's own take a dozen levels.
  private static final int DEEPEST = 100;

  private static final TextFormat.Parser TEXT =
      TextFormat.Parser.newBuilder().setAllowUnknownFields(true).setRecursionLimit(DEEPEST).build();

  /// It would list every field that is left out here, of which there are many.
  private static final Logger UNKNOWN_FIELDS = Logger.getLogger(TextFormat.class.getName());

  static {
    UNKNOWN_FIELDS.setLevel(Level.SEVERE);
  }

  private Messages() {}

  /// @param prototype the message's default instance
  /// @param where the file, for messages
  /// @throws FormatException where the bytes are no such message
  static <M extends Message> M binary(Bytes bytes, M prototype, String where) {
    return binary(content(bytes, where), prototype, where);
  }

  static <M extends Message> M binary(byte[] content, M prototype, String where) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(content);
      in.enableAliasing(true);
      in.setRecursionLimit(DEEPEST);
      Message message = prototype.newBuilderForType().mergeFrom(in).build();
      in.checkLastTagWas(0);
      return cast(message, prototype);
    } catch (IOException | IllegalStateException e) {
      throw new FormatException(
          where
              + ": this is no "
              + prototype.getDescriptorForType().getName()
              + " of TensorFlow: "
              + ModelException.quoted(String.valueOf(e.getMessage())),
          e);
    }
  }

  static <M extends Message> M binary(ByteString content, M prototype, String where) {
    return binary(content.toByteArray(), prototype, where);
  }

  /// The text form, `node { name: "x" op: "Placeholder" }`.
  ///
  /// @throws FormatException where the text is no such message
  static <M extends Message> M text(Bytes bytes, M prototype, String where) {
    String text = new String(content(bytes, where), StandardCharsets.UTF_8);
    Message.Builder builder = prototype.newBuilderForType();
    try {
      TEXT.merge(text, builder);
      return cast(builder.build(), prototype);
    } catch (TextFormat.ParseException | NumberFormatException e) {
      throw new FormatException(
          where
              + ": this is no "
              + prototype.getDescriptorForType().getName()
              + " of TensorFlow in text: "
              + ModelException.quoted(String.valueOf(e.getMessage())),
          e);
    }
  }

  /// @param isText whether in its text form
  static void write(Message message, boolean isText, OutputStream to) throws IOException {
    if (isText) {
      Writer writer = new OutputStreamWriter(to, StandardCharsets.UTF_8);
      TextFormat.printer().print(message, writer);
      writer.flush();
    } else {
      message.writeTo(to);
    }
  }

  @SuppressWarnings("unchecked")
  private static <M extends Message> M cast(Message message, M prototype) {
    return (M) prototype.getClass().cast(message);
  }

  private static byte[] content(Bytes bytes, String where) {
    if (bytes.size() > Integer.MAX_VALUE - 16) {
      throw new FormatException(
          where + ": a message of protobuf is at most 2 GiB, this file has " + bytes.size());
    }
    return bytes.toArray();
  }
}
