import type { Estimate } from './bootstrap.js';
import type { EventsTable } from './events.js';
import type { PassagesTable } from './passages.js';

const shown = ({ value, interval: [from, to] }: Estimate) =>
  `${value.toFixed(3)} (${from.toFixed(3)} to ${to.toFixed(3)})`;

export function passagesText(tables: readonly PassagesTable[]): string {
  return tables
    .map(({ mix, shots, episodes, vessels, ways }) =>
      [
        `${mix} queries, k = ${shots}, ${episodes} episodes, ${vessels} vessels`,
        ...ways.map(
          ({ way, estimate, difference }) =>
            `  ${way.padEnd(16)} ${shown(estimate)}  ${difference ? shown(difference) : ''}`,
        ),
      ].join('\n'),
    )
    .join('\n');
}

export function eventsText({ ships, passages, hours, ways }: EventsTable): string {
  return [
    `${ships} ships, ${passages} passages, ${hours.toFixed(1)} h`,
    ...ways.map(
      ({ way, estimate, difference, gain, precision, recall }) =>
        `  ${way.padEnd(18)} F ${shown(estimate)}  P ${shown(precision)}  R ${shown(recall)}  ${difference ? shown(difference) : ''}  ${gain ? shown(gain) : ''}`,
    ),
  ].join('\n');
}
