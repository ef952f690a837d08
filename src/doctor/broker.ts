import { connectAsync } from 'mqtt';
import { withoutPassword } from '../capture/without-password.js';
import type { Secrets } from '../config/secrets.js';
import type { Finding } from './finding.js';

const PATIENCE_MS = 5000;

/** Connects as the daemon would, under a name of its own. */
export async function checkBroker(
  url: string,
  username: string | undefined,
  secrets: Secrets,
): Promise<Finding> {
  const subject = `broker ${withoutPassword(url)}`;
  try {
    const client = await connectAsync(
      url,
      {
        clientId: `hullprint-doctor-${process.pid}`,
        connectTimeout: PATIENCE_MS,
        reconnectPeriod: 0,
        ...(username && { username }),
        ...(secrets.password && { password: secrets.password }),
        ...secrets.tls,
      },
      false,
    );
    await client.endAsync(true);
    return { subject, state: 'good', says: 'it takes the connection' };
  } catch (error) {
    return {
      subject,
      state: 'bad',
      says: (error as Error).message || (error as NodeJS.ErrnoException).code || 'no connection',
      mend: 'Check mqtt.url, username and passwordFile in the configuration, and that the broker runs',
    };
  }
}
