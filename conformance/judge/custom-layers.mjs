// The layers that applications around the real models register themselves (upscalerjs), as their users would write them.

export function registerCustomLayers(tf) {
  const single = (inputs) => (Array.isArray(inputs) ? inputs[0] : inputs);

  /** x * beta, which scales the residual branch of an ESRGAN block. */
  class MultiplyBeta extends tf.layers.Layer {
    constructor(config) {
      super(config);
      this.beta = config.beta ?? 0.2;
    }
    computeOutputShape(shape) { return shape; }
    call(inputs) { return tf.mul(single(inputs), this.beta); }
    getConfig() { return { ...super.getConfig(), beta: this.beta }; }
    static get className() { return 'MultiplyBeta'; }
  }
  tf.serialization.registerClass(MultiplyBeta);

  // PixelShuffle reads `scale` from its config; its siblings have it in their names.
  for (const fixed of [undefined, 2, 3, 4, 8]) {
    const name = fixed ? `PixelShuffle${fixed}x` : 'PixelShuffle';
    tf.serialization.registerClass(class extends tf.layers.Layer {
      constructor(config) {
        super(config);
        this.scale = config.scale ?? fixed;
      }
      computeOutputShape([batch, height, width, channels]) {
        const times = (size) => (size == null ? null : size * this.scale);
        return [batch, times(height), times(width), channels / this.scale ** 2];
      }
      call(inputs) { return tf.depthToSpace(single(inputs), this.scale, 'NHWC'); }
      getConfig() { return { ...super.getConfig(), scale: this.scale }; }
      static get className() { return name; }
    });
  }
}
