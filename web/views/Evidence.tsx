import type { EventMessage } from '../../src/publish/messages.js';
import { clockOf, decibels, percent, useWords } from '../words/words.js';
import { levelOf } from './Now.js';

/** What a verdict rests on. */
export function Evidence({ event }: { event: EventMessage }) {
  const words = useWords();
  const { evidence, nearest, vesselClass, ais } = event;
  const rows: [string, string][] = [
    [words.sizeFilter, `${words.size[event.size]}, ${words.sure} ${percent(event.confidence)}`],
    ...(vesselClass
      ? [
          [words.classFilter, `${vesselClass.name}, ${words.sure} ${percent(vesselClass.confidence)}`] as [
            string,
            string,
          ],
        ]
      : []),
    [words.start, `${clockOf(event.start)} ${words.utc}`],
    [words.level, levelOf(evidence.spl.db, evidence.spl.reference, words.uncalibrated)],
    ['SNR', `${decibels(evidence.snrDb)} ${words.aboveSea}`],
    ...(evidence.closestApproach
      ? [[words.closest, `${clockOf(evidence.closestApproach)} ${words.utc}`] as [string, string]]
      : []),
    ...(evidence.shaftHz
      ? [
          [
            words.shaft,
            `${evidence.shaftHz.toFixed(2)} Hz${evidence.bladeCount ? `, ${evidence.bladeCount} ${words.blades}` : ''}`,
          ] as [string, string],
        ]
      : []),
    ...(ais
      ? [
          [
            words.ais,
            `${ais.name ?? ais.mmsi}, ${words.length} ${ais.lengthM ?? '?'} m, ${ais.rangeM.toFixed(0)} m`,
          ] as [string, string],
        ]
      : []),
    [words.evidence, `${evidence.windows} ${words.windows}`],
  ];
  return (
    <section aria-label={words.why}>
      <h3>{words.why}</h3>
      <dl>
        {rows.map(([term, what]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{what}</dd>
          </div>
        ))}
        <div>
          <dt>{words.nearest}</dt>
          <dd>
            {nearest
              .map(({ class: name, distance }) => `${name} (${words.distance} ${distance.toFixed(2)})`)
              .join(', ')}
          </dd>
        </div>
      </dl>
    </section>
  );
}
