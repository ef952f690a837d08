import { useEffect, useState } from 'preact/hooks';
import { type ChannelView, type Fleet, json, type NodeView } from '../fleet.js';
import type { Columns } from '../plots/draw-spectrogram.js';
import { Lines } from '../plots/Lines.js';
import { Spectrogram } from '../plots/Spectrogram.js';
import { useWords } from '../words/words.js';
import { Demon } from './Demon.js';
import { Evidence } from './Evidence.js';
import { Glyph } from './Glyph.js';
import { levelOf } from './Now.js';

const COLUMNS = 180;

/** One channel as it is now: verdict, why, spectrogram, decidecades, DEMON. */
export function Channel({ fleet, base, name }: { fleet: Fleet; base: string; name: string }) {
  const words = useWords();
  const node = fleet.nodes.get(base);
  const channel = node?.channels.get(name);
  if (!node || !channel) return <p>{words.connecting}</p>;
  const { state, levels, event } = channel;
  const size = state?.state === 'listening' ? state.size : null;
  const passing = event && event.id === state?.passage ? event : null;
  return (
    <>
      <p>
        <a href="#/now">{words.back}</a>
      </p>
      <h2>
        {node.name} · {name}
      </h2>
      <p class="verdict">
        <Glyph size={size} />
        <span>{size ? words.size[size] : words.state[state?.state ?? 'starting']}</span>
      </p>
      <p>{levels && levelOf(levels.splDb, levels.reference, words.uncalibrated)}</p>
      {passing ? <Evidence event={passing} /> : <p>{words.nobody}</p>}
      <Live fleet={fleet} node={node} channel={channel} />
      {levels && (
        <section aria-label={words.decidecades}>
          <h3>{words.decidecades}</h3>
          <Lines
            label={words.decidecades}
            x={levels.decidecades.centreHz}
            y={levels.decidecades.levelDb}
            xLabel={words.frequencyHz}
            yLabel={unitOf(channel)}
            logarithmic
            bars
          />
        </section>
      )}
    </>
  );
}

function Live({ fleet, node, channel }: { fleet: Fleet; node: NodeView; channel: ChannelView }) {
  const words = useWords();
  const topic = `${node.base}/${channel.name}`;
  const [columns, setColumns] = useState<Columns | null>(null);
  const [demon, setDemon] = useState<{ binHz: number; levelDb: number[] } | null>(null);
  useEffect(() => {
    const levelDb: Float32Array[] = [];
    const times: string[] = [];
    let due = false;
    const endColumns = fleet.watch(`${topic}/spectrogram`, (payload) => {
      const { startMs, frequencyHz, levels } = columnOf(payload);
      if (levelDb[0] && levelDb[0].length !== levels.length) levelDb.length = times.length = 0;
      levelDb.push(levels);
      times.push(new Date(startMs).toISOString().slice(11, 19));
      if (levelDb.length > COLUMNS) {
        levelDb.shift();
        times.shift();
      }
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        setColumns({ levelDb: [...levelDb], frequencyHz, times: [times[0]!, times.at(-1)!] });
      });
    });
    const endDemon = fleet.watch(`${topic}/demon`, (payload) =>
      setDemon(json(payload) as { binHz: number; levelDb: number[] }),
    );
    return () => {
      endColumns();
      endDemon();
    };
  }, [topic]);
  const url = node.info?.url;
  const here = !url || new URL(url).host === location.host;
  const shaftHz = channel.event?.id === channel.state?.passage ? channel.event?.evidence.shaftHz : null;
  return (
    <>
      <section aria-label={words.spectrogram}>
        <h3>{words.spectrogram}</h3>
        {columns ? (
          <Spectrogram
            label={words.spectrogramOf}
            columns={columns}
            unit={unitOf(channel)}
            name={`${node.name}-${channel.name}`}
          />
        ) : (
          <p>
            {here ? words.waiting : words.elsewhere} {!here && <a href={url}>{url}</a>}
          </p>
        )}
      </section>
      {demon && <Demon {...demon} shaftHz={shaftHz ?? null} />}
    </>
  );
}

const unitOf = ({ levels }: ChannelView) => (levels?.reference === '1 µPa' ? 'dB re 1 µPa' : 'dB FS');

/** UTC in ms (float64), centres in Hz and levels in dB (float32 each), little endian. */
function columnOf(payload: Uint8Array) {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const bands = (payload.byteLength - 8) / 8;
  const floats = (first: number) =>
    Float32Array.from({ length: bands }, (_, i) => view.getFloat32(8 + 4 * (first + i), true));
  return { startMs: view.getFloat64(0, true), frequencyHz: floats(0), levels: floats(bands) };
}
