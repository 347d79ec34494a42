package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/// Cuts the bytes of one group into files `group1-shard1of3.bin` of equal size, the last one
/// shorter; in a folder where such a file is already, it is `group1-shard1of3.2.bin`. Where one
/// weight ends and the next begins plays no part. A group without bytes has no files.
final class ShardWriter implements AutoCloseable {
  private static final long MOST_SHARDS = 100_000;

  private final OutputFolder folder;
  private final int group;
  private final long shardBytes;
  private final long shards;
  private final List<String> names = new ArrayList<>();
  private FileChannel file;
  private long room;

  /// @param group counted from 1
  /// @param total how many bytes will be written
  ShardWriter(OutputFolder folder, int group, long total, long shardBytes) {
    this.folder = folder;
    this.group = group;
    this.shardBytes = shardBytes;
    this.shards = Math.ceilDiv(total, shardBytes);
    if (shards > MOST_SHARDS) {
      throw new ModelException(
          total
              + " bytes of weights in files of "
              + shardBytes
              + " would be "
              + shards
              + " files; choose a larger size");
    }
  }

  void write(Bytes bytes) {
    long size = bytes.size();
    for (long at = 0; at < size; ) {
      if (room == 0) {
        next();
      }
      long n = Math.min(room, size - at);
      try {
        bytes.slice(at, n).writeTo(file);
      } catch (IOException e) {
        throw OutputFolder.cannot("write", folder.folder().resolve(names.getLast()), e);
      }
      at += n;
      room -= n;
    }
  }

  private void next() {
    close();
    String name =
        folder.free("group" + group + "-shard" + (names.size() + 1) + "of" + shards + ".bin");
    file = folder.create(name);
    names.add(name);
    room = shardBytes;
  }

  /// The files that have been written, in order.
  List<String> names() {
    return names;
  }

  @Override
  public void close() {
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      throw OutputFolder.cannot("write", folder.folder().resolve(names.getLast()), e);
    }
    file = null;
  }
}
