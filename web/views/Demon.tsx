import { Lines } from '../plots/Lines.js';
import { useWords } from '../words/words.js';

const SHAFT_MULTIPLES = 10;

interface Props {
  /** Width of a bin, Hz. */
  binHz: number;
  /** From 0 Hz up. */
  levelDb: (number | null)[];
  shaftHz: number | null;
}

/** A DEMON spectrum with the multiples of the shaft's rate. */
export function Demon({ binHz, levelDb, shaftHz }: Props) {
  const words = useWords();
  return (
    <section aria-label={words.demon}>
      <h3>{words.demon}</h3>
      <Lines
        label={words.demonOf}
        x={levelDb.map((_, bin) => bin * binHz)}
        y={levelDb}
        xLabel={words.frequencyHz}
        yLabel="dB"
        marks={
          shaftHz
            ? Array.from({ length: SHAFT_MULTIPLES }, (_, i) => ({ x: (i + 1) * shaftHz, word: `${i + 1}` }))
            : []
        }
      />
    </section>
  );
}
