import type { ChannelState, HealthMessage, StateMessage } from '../messages.js';
import type { Topics } from '../topics.js';
import { objectId } from './object-id.js';

/** What Home Assistant is told of one entity; keys as in its MQTT discovery. */
export interface Entity {
  /** The platform. */
  p: 'sensor' | 'binary_sensor';
  name: string;
  unique_id: string;
  state_topic: string;
  value_template: string;
  [option: string]: unknown;
}

type Size = NonNullable<StateMessage['size']>;

/** Home Assistant keeps the states `unknown` and `unavailable` for what it has no value of. */
const sizes: Record<Size, string> = {
  big: 'big',
  small: 'small',
  unknown: 'unknown_size',
  none: 'none',
};
const states: Record<ChannelState, string> = {
  starting: 'starting',
  listening: 'listening',
  resting: 'resting',
  unavailable: 'source_missing',
  stopped: 'stopped',
};

/** What is shown beside a channel's health: what changes seldom, since Home Assistant stores every change. */
const accounts: (keyof HealthMessage['channels'][number])[] = [
  'reason',
  'problems',
  'gaps',
  'overflows',
  'missingSeconds',
];

/** Levels come each ten seconds. */
const LEVEL_EXPIRES_SECONDS = 45;

/** The entities of one channel, by the key that each keeps for good. */
export function entitiesOf(node: string, channel: string, topics: Topics): Record<string, Entity> {
  const id = objectId(channel);
  const own = `(value_json.channels | selectattr('channel', 'eq', ${jinjaText(channel)}) | first | default({}, true))`;
  const entity = (
    kind: string,
    platform: Entity['p'],
    rest: Pick<Entity, 'state_topic' | 'value_template'> & Record<string, unknown>,
  ): [string, Entity] => [
    `${id}_${kind}`,
    {
      p: platform,
      name: `${channel} ${kind}`,
      unique_id: `hullprint_${objectId(node)}_${id}_${kind}`,
      ...rest,
    },
  ];
  return Object.fromEntries([
    entity('size', 'sensor', {
      icon: 'mdi:ferry',
      device_class: 'enum',
      options: Object.values(sizes),
      state_topic: topics.state(channel),
      value_template: translated('value_json.size', sizes),
    }),
    entity('class', 'sensor', {
      icon: 'mdi:tag-outline',
      state_topic: topics.state(channel),
      value_template: '{{ value_json.vesselClass.name if value_json.vesselClass else none }}',
    }),
    entity('confidence', 'sensor', {
      icon: 'mdi:percent-outline',
      unit_of_measurement: '%',
      state_class: 'measurement',
      state_topic: topics.state(channel),
      value_template:
        '{{ (value_json.confidence * 100) | round(1) if value_json.confidence is number else none }}',
    }),
    entity('level', 'sensor', {
      device_class: 'sound_pressure',
      unit_of_measurement: 'dB',
      state_class: 'measurement',
      suggested_display_precision: 1,
      expire_after: LEVEL_EXPIRES_SECONDS,
      state_topic: topics.levels(channel),
      value_template: '{{ value_json.splDb }}',
      json_attributes_topic: topics.levels(channel),
      json_attributes_template:
        '{{ dict(reference=value_json.reference, **value_json.percentiles) | tojson }}',
    }),
    entity('health', 'sensor', {
      icon: 'mdi:waveform',
      entity_category: 'diagnostic',
      device_class: 'enum',
      options: Object.values(states),
      state_topic: topics.state(channel),
      value_template: translated('value_json.state', states),
      json_attributes_topic: topics.health,
      json_attributes_template: `{% set own = ${own} %}{{ dict(${accounts.map((key) => `${key}=own.${key}`).join(', ')}) | tojson if own else '{}' }}`,
    }),
    entity('problem', 'binary_sensor', {
      entity_category: 'diagnostic',
      device_class: 'problem',
      state_topic: topics.health,
      value_template: `{% set own = ${own} %}{{ 'ON' if own.problems or (own.reason and own.state != 'resting') else 'OFF' }}`,
    }),
  ]);
}

/** A template that gives the word for a value, and Home Assistant's `None` where there is none. */
function translated(value: string, words: Record<string, string>): string {
  return `{{ ${JSON.stringify(words)}.get(${value}) }}`;
}

function jinjaText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
