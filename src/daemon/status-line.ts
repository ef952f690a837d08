import type { Progress } from './liveness.js';

/**
 * What the channels do, in words: `hearing north, south; east is unavailable: no such device`.
 *
 * @param remarks what else is to be said; null says nothing
 */
export function statusLine(channels: readonly Progress[], remarks: readonly (string | null)[] = []): string {
  const listening = channels.filter(({ state }) => state === 'listening').map(({ channel }) => channel);
  const others = channels
    .filter(({ state }) => state !== 'listening')
    .map(({ channel, state, reason }) => `${channel} is ${state}${reason ? `: ${reason}` : ''}`);
  const hearing = listening.length ? `hearing ${listening.join(', ')}` : 'hearing nothing';
  // systemd takes one line.
  return [hearing, ...others, ...remarks.filter((remark) => remark !== null)]
    .join('; ')
    .replaceAll('\n', ' ');
}
