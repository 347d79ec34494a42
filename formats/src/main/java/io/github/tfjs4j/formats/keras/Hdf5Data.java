package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The numbers of a data set, as the file holds them: of any width and byte order.
final class Hdf5Data {
  /// Deflate makes no more bytes of one.
  private static final long MOST_BYTES_OF_ONE = 1032;

  private Hdf5Data() {}

  /// What a data set holds; empty where those are no numbers.
  static Optional<TensorSource> read(Dataset dataset, Bytes file) {
    return encoding(dataset.getDataType())
        .map(encoding -> new StoredTensor(shape(dataset), encoding, bytes(dataset, file)));
  }

  private static Shape shape(Dataset dataset) {
    long[] dims = dataset.getDimensionsAsLong();
    int[] shape = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
        throw new FormatException(
            "a dimension of data set " + dataset.getPath() + " is " + dims[i]);
      }
      shape[i] = (int) dims[i];
    }
    return Shape.of(shape);
  }

  private static Bytes bytes(Dataset dataset, Bytes file) {
    long size = dataset.getSizeInBytes();
    if (size == 0) {
      return Bytes.EMPTY;
    }
    if (dataset instanceof ContiguousDataset stored) {
      long at = stored.getDataAddress() + dataset.getHdfFile().getUserBlockSize();
      if (at < 0 || at > file.size() - size) {
        throw new FormatException(
            size + " bytes from " + at + " on are not in this file of " + file.size() + " bytes");
      }
      return file.slice(at, size);
    }
    checkSize(size, file);
    if (dataset instanceof ChunkedDataset chunked) {
      Hdf5Filters.use();
      long chunk = dataset.getDataType().getSize();
      for (int dim : chunked.getChunkDimensions()) {
        chunk = Math.multiplyExact(chunk, dim);
      }
      checkSize(chunk, file);
    }
    ByteBuffer decoded = ((DatasetBase) dataset).getDataBuffer();
    byte[] bytes = new byte[decoded.remaining()];
    decoded.get(bytes);
    return Bytes.of(bytes);
  }

  /// What is compressed may be larger than the file, but not by any factor.
  private static void checkSize(long size, Bytes file) {
    if (size < 0 || size / MOST_BYTES_OF_ONE > file.size()) {
      throw new FormatException(
          size + " bytes cannot be in this file of " + file.size() + " bytes");
    }
    long most = Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / 4);
    if (size > most) {
      throw new LimitException("unpacks to " + size + " bytes, more than " + most);
    }
  }

  private static Optional<Plain> encoding(io.jhdf.object.datatype.DataType type) {
    return switch (type) {
      case FloatingPoint f -> real(f).map(t -> new Plain(t, f.getByteOrder()));
      case FixedPoint f -> integer(f).map(t -> new Plain(t, f.getByteOrder()));
      case EnumDataType e when e.getSize() == 1 ->
          Optional.of(new Plain(DataType.BOOL, ByteOrder.LITTLE_ENDIAN));
      default -> Optional.empty();
    };
  }

  private static Optional<DataType> real(FloatingPoint type) {
    return switch (type.getSize() * 100 + type.getExponentSize()) {
      case 205 -> Optional.of(DataType.HALF);
      case 208 -> Optional.of(DataType.BFLOAT16);
      case 408 -> Optional.of(DataType.FLOAT);
      case 811 -> Optional.of(DataType.DOUBLE);
      default -> Optional.empty();
    };
  }

  private static Optional<DataType> integer(FixedPoint type) {
    boolean signed = type.isSigned();
    return Optional.ofNullable(
        switch (type.getSize()) {
          case 1 -> signed ? DataType.INT8 : DataType.UINT8;
          case 2 -> signed ? DataType.INT16 : DataType.UINT16;
          case 4 -> signed ? DataType.INT32 : DataType.UINT32;
          case 8 -> signed ? DataType.INT64 : DataType.UINT64;
          default -> null;
        });
  }
}
