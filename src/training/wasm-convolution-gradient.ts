import * as tf from '@tensorflow/tfjs-core';

/**
 * Gives tfjs's wasm backend the one kernel that it lacks for learning convolutions: the gradient by the filter, which
 * is itself a convolution, of the input with the gradient of the output, batch and channels changing places.
 */
export function addConvolutionGradient(): void {
  if (tf.getKernel(tf.Conv2DBackpropFilter, 'wasm')) return;
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { strides, pad, filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
      const x = inputs.x as tf.Tensor4D;
      const dy = inputs.dy as tf.Tensor4D;
      const { padInfo } = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
      return tf.tidy(() => {
        const padded = tf.pad4d(x, [
          [0, 0],
          [padInfo.top, padInfo.bottom],
          [padInfo.left, padInfo.right],
          [0, 0],
        ]);
        const gradient = tf.conv2d(
          tf.transpose(padded, [3, 1, 2, 0]),
          tf.transpose(dy, [1, 2, 0, 3]),
          1,
          'valid',
          'NHWC',
          strides,
        );
        const [height, width] = filterShape;
        // With strides, the last samples may lie beyond what any output saw.
        const seen = tf.slice(gradient, [0, 0, 0, 0], [-1, height, width, -1]);
        return tf.transpose(seen, [1, 2, 0, 3]);
      });
    },
  });
}
