import { withoutPassword } from '../capture/without-password.js';
import type { ChannelConfig } from '../config.js';
import type { Model } from '../model.js';
import { referenceOf } from '../publish/bodies.js';
import type { InfoMessage } from '../publish/messages.js';
import type { Body } from '../publish/publisher.js';

/** What a node says it is. */
export function nodeInfo(
  version: string,
  { manifest, identity, classes, classNames, encoder }: Model,
  channels: readonly ChannelConfig[],
  url: string | null,
): Body<InfoMessage> {
  const { name, device, kind } = encoder.backend;
  return {
    time: new Date().toISOString(),
    versions: { hullprint: version, nodejs: process.versions.node },
    model: { name: manifest.name, version: manifest.version, identity },
    backend: { name, device, kind },
    channels: channels.map((channel) => ({
      channel: channel.name,
      source: withoutPassword(channel.source),
      reference: referenceOf(channel.calibration ?? null),
      calibration: channel.calibration ?? null,
    })),
    classes: { identity: classes, names: [...classNames] },
    url,
  };
}
