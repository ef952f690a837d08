import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { themeColour } from './colours.js';

interface Marks {
  /** Upright lines with a word each. */
  at: { x: number; word: string }[];
}

export interface LinesProps {
  /** What a reader who does not see it is told. */
  label: string;
  x: ArrayLike<number>;
  y: (number | null)[];
  xLabel: string;
  yLabel: string;
  /** x is UTC in seconds. */
  time?: boolean;
  logarithmic?: boolean;
  bars?: boolean;
  marks?: Marks['at'];
}

const HEIGHT = 220;

/** One curve, or bars, with axes. */
export function Lines(props: LinesProps) {
  const { label, x, y } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const marks = useRef(props.marks ?? []);
  marks.current = props.marks ?? [];

  useEffect(() => {
    const element = box.current!;
    const made = new uPlot(
      optionsOf(props, element.clientWidth, () => marks.current),
      [[], []],
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, [props.xLabel, props.yLabel]);
  useEffect(() => plot.current?.setData([Array.from(x), y]), [x, y, props.xLabel, props.yLabel]);
  return <div class="plot" role="img" aria-label={label} ref={box} />;
}

function optionsOf(
  { xLabel, yLabel, time = false, logarithmic = false, bars = false }: LinesProps,
  width: number,
  marks: () => Marks['at'],
): uPlot.Options {
  const ink = themeColour('ink');
  const line = { stroke: themeColour('line'), width: 1 };
  const axis = { stroke: ink, grid: line, ticks: line, font: '12px system-ui', labelFont: '12px system-ui' };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    ...(time && { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), 'UTC') }),
    scales: { x: { time, ...(logarithmic && { distr: 3 }) } },
    axes: [
      {
        ...axis,
        label: xLabel,
        labelSize: 18,
        ...(time && { values: (_: uPlot, ticks: number[]) => ticks.map(timeOf) }),
        // A logarithmic axis names each decade and its halves alone.
        ...(logarithmic && { values: (_: uPlot, ticks: number[]) => ticks.map(decadeOf) }),
      },
      { ...axis, label: yLabel, size: 56, labelSize: 18 },
    ],
    series: [
      {},
      {
        stroke: themeColour('accent'),
        width: 1.5,
        points: { show: false },
        ...(bars && { fill: themeColour('accent'), paths: uPlot.paths.bars!({ size: [0.8, 40] }) }),
      },
    ],
    hooks: {
      draw: [
        (made) => {
          const { ctx: context, bbox } = made;
          context.save();
          context.strokeStyle = themeColour('mark');
          context.fillStyle = ink;
          context.setLineDash([4, 4]);
          context.font = `${12 * devicePixelRatio}px system-ui`;
          for (const { x, word } of marks()) {
            const at = made.valToPos(x, 'x', true);
            if (at < bbox.left || at > bbox.left + bbox.width) continue;
            context.beginPath();
            context.moveTo(at, bbox.top);
            context.lineTo(at, bbox.top + bbox.height);
            context.stroke();
            context.fillText(word, at + 4, bbox.top + 14 * devicePixelRatio);
          }
          context.restore();
        },
      ],
    },
  };
}

function decadeOf(value: number | null): string | null {
  if (value === null || !/^[125]0*$/.test(String(Math.round(value)))) return null;
  return value >= 1000 ? `${value / 1000}k` : String(value);
}

const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 19);
