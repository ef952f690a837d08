import { useEffect, useState } from 'preact/hooks';
import { type EffortCurve, type KeptPassage, query, read } from '../api.js';
import { clockOf, percent, useWords } from '../words/words.js';

const ROW = 46;
const LEFT = 90;
const WIDTH = 1000;
const STEPS = 200;

interface Props {
  channels: string[];
  passages: KeptPassage[];
  fromMs: number;
  toMs: number;
}

/** Passages as bars, one row a channel, over a strip of what was listened to. */
export function Timeline({ channels, passages, fromMs, toMs }: Props) {
  const words = useWords();
  const [effort, setEffort] = useState<Record<string, EffortCurve>>({});
  useEffect(() => {
    let left = false;
    const span = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), points: STEPS };
    const load = async () => {
      const curves = await Promise.all(
        channels.map(async (channel) => {
          const curve = await read<EffortCurve>(`/api/v1/effort?${query({ channel, ...span })}`);
          return [channel, curve] as const;
        }),
      );
      if (!left) setEffort(Object.fromEntries(curves));
    };
    load().catch(() => {});
    return () => {
      left = true;
    };
  }, [channels.join(), fromMs, toMs]);

  const x = (ms: number) => LEFT + ((ms - fromMs) / (toMs - fromMs)) * (WIDTH - LEFT);
  const height = channels.length * ROW + 24;
  return (
    <section class="scroll" aria-label={words.timeline}>
      <svg class="timeline" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={words.timelineOf}>
        {channels.map((channel, row) => (
          <g key={channel}>
            <text x={0} y={row * ROW + 20}>
              {channel}
            </text>
            <rect class="hole" x={LEFT} y={row * ROW + 32} width={WIDTH - LEFT} height={8} />
            {effort[channel]?.start.map((start, i) => {
              const { stepSeconds, secondsHeard } = effort[channel]!;
              const share = Math.min(1, secondsHeard[i]! / stepSeconds);
              const begin = Math.max(fromMs, Date.parse(start));
              const end = Math.min(toMs, Date.parse(start) + stepSeconds * 1000);
              return (
                <rect
                  key={start}
                  class="heard"
                  x={x(begin)}
                  y={row * ROW + 40 - 8 * share}
                  width={Math.max(0.5, x(end) - x(begin))}
                  height={8 * share}
                >
                  <title>{`${clockOf(start)}: ${percent(share)} ${words.listened}`}</title>
                </rect>
              );
            })}
            {passages
              .filter(({ event }) => event.channel === channel)
              .map(({ event }) => {
                const begin = Date.parse(event.start);
                const end = event.end ? Date.parse(event.end) : toMs;
                const name = `${clockOf(event.start)} ${words.size[event.size]} ${channel}`;
                return (
                  // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard a passage is opened from the table
                  <rect
                    key={event.id}
                    class={`bar ${event.size}`}
                    x={x(begin)}
                    y={row * ROW + (event.size === 'small' ? 14 : 6)}
                    width={Math.max(3, x(Math.min(end, toMs)) - x(begin))}
                    height={event.size === 'small' ? 14 : 22}
                    onClick={() => {
                      location.hash = `#/passage/${event.id}`;
                    }}
                  >
                    <title>{name}</title>
                  </rect>
                );
              })}
          </g>
        ))}
        <text x={LEFT} y={height - 4}>
          {clockOf(new Date(fromMs).toISOString())}
        </text>
        <text x={WIDTH} y={height - 4} text-anchor="end">
          {clockOf(new Date(toMs).toISOString())} {words.utc}
        </text>
      </svg>
    </section>
  );
}
