/** LEAF's floor is absolute, so a quiet recording would lie under it: all are brought to this. */
export const LEAF_INPUT_RMS = 0.1;

/** Scales a signal in place to a root mean square of 0.1 of full scale, which digital silence cannot have. Gives it back. */
export function scaleForLeaf(samples: Float32Array): Float32Array {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  if (power === 0) return samples;
  const gain = LEAF_INPUT_RMS / Math.sqrt(power / samples.length);
  for (let i = 0; i < samples.length; i++) samples[i] *= gain;
  return samples;
}
