/** Colours of the theme, read from the style sheet so that plots follow dark and light. */
export function themeColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Anchors of a perceptually even scale from dark to bright that colour-blind readers can follow (cividis-like). */
const ANCHORS = [
  [0, 32, 77],
  [55, 66, 108],
  [107, 110, 117],
  [167, 157, 117],
  [224, 208, 93],
  [255, 234, 70],
] as const;

/** 256 colours, RGB. */
export const SCALE: Uint8Array = (() => {
  const scale = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (ANCHORS.length - 1);
    const low = Math.min(Math.floor(at), ANCHORS.length - 2);
    for (let c = 0; c < 3; c++) {
      const [a, b] = [ANCHORS[low]![c]!, ANCHORS[low + 1]![c]!];
      scale[i * 3 + c] = Math.round(a + (b - a) * (at - low));
    }
  }
  return scale;
})();
