import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { badConfig, type Config, unreadable } from '../config.js';

/** The secrets that the configuration names, read from files and systemd credentials ($CREDENTIALS_DIRECTORY). */
export interface Secrets {
  password?: string;
  tls?: { ca?: Buffer; cert?: Buffer; key?: Buffer };
}

/** Reads the secrets. Throws HullprintError (78) that names the key whose file cannot be read. */
export function loadSecrets({ mqtt }: Config): Secrets {
  const secrets: Secrets = {};
  const password = mqtt.passwordCredential
    ? credential(mqtt.passwordCredential, 'mqtt.passwordCredential')
    : mqtt.passwordFile && secretFile(mqtt.passwordFile, 'mqtt.passwordFile');
  if (password) secrets.password = password.toString('utf8').trim();
  if (mqtt.tls) {
    const { ca, certificate, key, keyCredential } = mqtt.tls;
    secrets.tls = {
      ...(ca && { ca: secretFile(ca, 'mqtt.tls.ca') }),
      ...(certificate && { cert: secretFile(certificate, 'mqtt.tls.certificate') }),
      ...(key && { key: secretFile(key, 'mqtt.tls.key') }),
      ...(keyCredential && { key: credential(keyCredential, 'mqtt.tls.keyCredential') }),
    };
  }
  refuseUnusable(secrets.tls);
  return secrets;
}

/** No retry mends a certificate that is none. */
function refuseUnusable(tls: Secrets['tls']): void {
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw badConfig(
      'mqtt.tls',
      `OpenSSL cannot use it (${(cause as Error).message})`,
      'Check that ca, certificate and key are PEM files, and that certificate and key belong together.',
    );
  }
}

function credential(name: string, key: string): Buffer {
  const folder = process.env.CREDENTIALS_DIRECTORY ?? '/run/credentials/hullprint.service';
  const secret = secretFile(join(folder, name), key);
  // The service unit gives an empty one for a file that is not there.
  if (secret.toString('utf8').trim() === '')
    throw badConfig(
      key,
      `the credential ${name} is empty`,
      `Write it to /etc/hullprint/credentials/${name}, readable by root alone.`,
    );
  return secret;
}

function secretFile(path: string, key: string): Buffer {
  try {
    return readFileSync(resolve(path));
  } catch (cause) {
    throw badConfig(
      key,
      `${path} cannot be read: ${unreadable(cause)}`,
      'Name a file that the user that runs hullprint may read.',
    );
  }
}
