import { clockSynchronised } from '../system-clock.js';
import type { Finding } from './finding.js';

export async function checkClock(): Promise<Finding> {
  return (await clockSynchronised())
    ? { subject: 'clock', state: 'good', says: 'synchronised' }
    : {
        subject: 'clock',
        state: 'note',
        says: 'not known to be synchronised; events will say so',
        mend: 'Enable systemd-timesyncd, or chrony with a GPS receiver: timedatectl set-ntp true',
      };
}
