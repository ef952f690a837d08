import { useEffect, useRef, useState } from 'preact/hooks';
import { clipColumns, samplesOf } from '../plots/clip-columns.js';
import type { Columns } from '../plots/draw-spectrogram.js';
import { Spectrogram } from '../plots/Spectrogram.js';
import { timeOf, useWords } from '../words/words.js';
import { Failure } from './Failure.js';

const COLUMNS = 600;

/** The sound of a passage: a spectrogram in step with a player. */
export function Clip({ id, start, seconds }: { id: string; start: string; seconds: number }) {
  const words = useWords();
  const url = `/api/v1/clips/${id}`;
  const [columns, setColumns] = useState<Columns | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [area, setArea] = useState({ left: 0, width: 0 });
  const [played, setPlayed] = useState(0);
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const leave = new AbortController();
    const load = async () => {
      const answer = await fetch(url, { signal: leave.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const { samples, sampleRateHz } = samplesOf(await answer.arrayBuffer());
      const end = new Date(Date.parse(start) + (1000 * samples.length) / sampleRateHz).toISOString();
      setColumns({ ...clipColumns(samples, sampleRateHz, COLUMNS), times: [timeOf(start), timeOf(end)] });
    };
    load().catch((failure) => !leave.signal.aborted && setError(failure));
    return () => leave.abort();
  }, [id]);
  const jump = (event: MouseEvent) => {
    const share = (event.offsetX - area.left) / area.width;
    if (audio.current && share >= 0 && share <= 1) audio.current.currentTime = share * seconds;
  };
  return (
    <section aria-label={words.clip}>
      <h3>{words.clip}</h3>
      {error && <Failure error={error} />}
      {columns ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the player below does the same by keyboard
        // biome-ignore lint/a11y/noStaticElementInteractions: as above
        <div class="clip" onClick={jump}>
          <Spectrogram label={words.clipOf} columns={columns} unit="dB FS" name={id} drawn={setArea} />
          <div
            class="cursor"
            style={{ left: `${area.left + (seconds > 0 ? played / seconds : 0) * area.width}px` }}
          />
        </div>
      ) : (
        !error && <p>{words.loadingClip}</p>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: the sound of a ship has no words */}
      <audio
        controls
        preload="metadata"
        src={url}
        ref={audio}
        aria-label={words.clip}
        onTimeUpdate={(event) => setPlayed(event.currentTarget.currentTime)}
      />
      <p class="tools">
        <a class="button" href={url} download={`${id}.wav`}>
          {words.download}
        </a>
      </p>
    </section>
  );
}
