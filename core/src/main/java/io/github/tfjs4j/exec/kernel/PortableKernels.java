package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Kernel;
import java.util.List;

/// All portable kernels. A new one is a file and a line here.
public final class PortableKernels {
  /// In order of preference.
  public static final List<Kernel.Maker> ALL =
      List.of(
          StripConvolutionKernel.MAKER,
          ConvolutionKernel.MAKER,
          DepthwiseKernel.MAKER,
          MatMulKernel.MAKER,
          ElementwiseKernel.MAKER,
          PoolKernel.MAKER,
          ResizeKernel.MAKER,
          TransposedConvolutionKernel.MAKER,
          ViewKernel.MAKER,
          JoinKernel.MAKER,
          PadKernel.MAKER,
          MirrorPadKernel.MAKER,
          GatherKernel.MAKER,
          GatherNdKernel.MAKER,
          NearestKernel.MAKER,
          CastKernel.MAKER,
          ReduceKernel.MAKER,
          ArgReduceKernel.MAKER,
          CumulativeKernel.MAKER,
          SoftmaxKernel.MAKER);

  private PortableKernels() {}
}
