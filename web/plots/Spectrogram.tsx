import { useEffect, useRef } from 'preact/hooks';
import { useWords } from '../words/words.js';
import { type Columns, drawSpectrogram, savePicture } from './draw-spectrogram.js';

interface Props {
  label: string;
  columns: Columns;
  unit: string;
  /** What a saved picture is called. */
  name: string;
  /** Told where time lies on it, for a cursor. */
  drawn?: (area: { left: number; width: number }) => void;
}

export function Spectrogram({ label, columns, unit, name, drawn }: Props) {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current!;
    const draw = () => {
      const area = drawSpectrogram(element, columns, unit);
      drawn?.(area);
    };
    draw();
    const resized = new ResizeObserver(draw);
    resized.observe(element);
    return () => resized.disconnect();
  }, [columns, unit]);
  return (
    <>
      <canvas class="spectrogram" role="img" aria-label={label} ref={canvas} />
      <p class="tools">
        <button type="button" onClick={() => savePicture(canvas.current!, name)}>
          {words.savePicture}
        </button>
      </p>
    </>
  );
}
