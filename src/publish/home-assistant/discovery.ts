import type { InfoMessage } from '../messages.js';
import type { Topics } from '../topics.js';
import { type Entity, entitiesOf } from './entities.js';
import { objectId } from './object-id.js';

/** An entity that is to be taken away keeps nothing but its platform. */
export type Component = Entity | Pick<Entity, 'p'>;

/** Home Assistant's device discovery: https://www.home-assistant.io/integrations/mqtt/#device-discovery-payload */
export interface Discovery {
  dev: Record<string, unknown>;
  o: Record<string, unknown>;
  cmps: Record<string, Component>;
  availability_topic: string;
  [option: string]: unknown;
}

/** Where a node announces itself. `prefix` is Home Assistant's discovery prefix, `homeassistant` unless changed there. */
export function discoveryTopic(prefix: string, node: string): string {
  return `${prefix}/device/${objectId(node)}/config`;
}

/** A node as one device, its channels as entities. */
export function discovery({ node, versions, model, channels, url }: InfoMessage, topics: Topics): Discovery {
  return {
    dev: {
      ids: [`hullprint_${objectId(node)}`],
      name: node,
      mf: 'hullprint',
      mdl: `hydrophone node, ${model.name} ${model.version}`,
      sw: versions.hullprint,
      ...(url && { cu: url }),
    },
    o: { name: 'hullprint', sw: versions.hullprint },
    availability_topic: topics.status,
    payload_available: 'online',
    payload_not_available: 'offline',
    qos: 1,
    cmps: Object.assign({}, ...channels.map(({ channel }) => entitiesOf(node, channel, topics))),
  };
}
