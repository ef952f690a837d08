import { expect, test } from 'vitest';
import { NodeMetrics } from '../../src/metrics/node-metrics.js';
import { type HealthMessage, SCHEMA } from '../../src/publish/messages.js';
import * as example from '../publish/example-messages.js';

const north = { schema: SCHEMA, node: 'pier', channel: 'north' } as const;

function metricsOf(change: Partial<HealthMessage> = {}): NodeMetrics {
  return new NodeMetrics('pier', {
    health: () => ({
      schema: SCHEMA,
      node: 'pier',
      ...example.health,
      outbox: { rows: 7, bytes: 900, oldest: null, dropped: { event: 0, effort: 1, levels: 12 } },
      broker: { connections: 3, lastError: null },
      ...change,
    }),
    broker: () => ({ connected: true, connections: 3, lastError: null }),
  });
}

/** The value of a series by its whole name, labels sorted as they come. */
async function figure(metrics: NodeMetrics, series: string): Promise<number | undefined> {
  const line = (await metrics.text()).split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test('what a node said is counted by channel and size', async () => {
  const metrics = metricsOf();
  for (const phase of ['new', 'update', 'end'] as const)
    metrics.said({ kind: 'event', message: { ...north, ...example.event, phase, replayed: false } });
  metrics.said({ kind: 'effort', message: { ...north, ...example.effort, replayed: false } });
  metrics.said({ kind: 'levels', message: { ...north, ...example.levels } });
  metrics.said({ kind: 'state', message: { ...north, ...example.state } });
  metrics.inferred(3, 0.004);
  metrics.inferred(1, 0.3);
  const all: [string, number][] = [
    ['hullprint_passages_total{channel="north",size="big",node="pier"}', 1],
    ['hullprint_heard_seconds_total{channel="north",node="pier"}', 58.5],
    ['hullprint_sound_pressure_level_decibels{channel="north",reference="1 µPa",node="pier"}', 101.5],
    ['hullprint_verdict{channel="north",size="none",node="pier"}', 1],
    ['hullprint_verdict{channel="north",size="big",node="pier"}', 0],
    ['hullprint_confidence_ratio{channel="north",node="pier"}', 0.97],
    ['hullprint_windows_total{node="pier"}', 4],
    ['hullprint_inference_duration_seconds_count{node="pier"}', 2],
    ['hullprint_inference_duration_seconds_bucket{le="0.005",node="pier"}', 1],
    ['hullprint_gaps_total{channel="north",node="pier"}', 1],
    ['hullprint_overflows_total{channel="north",node="pier"}', 1],
    ['hullprint_missing_seconds_total{channel="north",node="pier"}', 1.5],
    ['hullprint_hydrophone_problem{channel="north",problem="hum",node="pier"}', 1],
    ['hullprint_hydrophone_problem{channel="north",problem="dead",node="pier"}', 0],
    ['hullprint_channel_state{channel="north",state="listening",node="pier"}', 1],
    ['hullprint_broker_connected{node="pier"}', 1],
    ['hullprint_broker_connections_total{node="pier"}', 3],
    ['hullprint_outbox_rows{node="pier"}', 7],
    ['hullprint_outbox_bytes{node="pier"}', 900],
    ['hullprint_messages_dropped_total{kind="levels",node="pier"}', 12],
    ['hullprint_clock_synchronised{node="pier"}', 1],
  ];
  for (const [series, value] of all) expect(await figure(metrics, series), series).toBe(value);
});

test('being asked often counts nothing twice', async () => {
  const metrics = metricsOf();
  const series = 'hullprint_gaps_total{channel="north",node="pier"}';
  expect(await figure(metrics, series)).toBe(1);
  expect(await figure(metrics, series)).toBe(1);
});

test('a channel that does not listen has no verdict and no level, and its last sample grows old', async () => {
  const lastSample = new Date(Date.now() - 90_000).toISOString();
  const [channel] = example.health.channels;
  const metrics = metricsOf({ channels: [{ ...channel!, state: 'unavailable', lastSample }] });
  metrics.said({ kind: 'levels', message: { ...north, ...example.levels } });
  metrics.said({ kind: 'state', message: { ...north, ...example.state } });
  const text = await metrics.text();
  expect(text).not.toMatch(/^hullprint_(verdict|confidence_ratio|sound_pressure_level_decibels)\{/m);
  const age = await figure(metrics, 'hullprint_last_sample_age_seconds{channel="north",node="pier"}');
  expect(age).toBeGreaterThanOrEqual(90);
  expect(age).toBeLessThan(100);
});

test('a channel that has left the configuration leaves the gauges', async () => {
  const metrics = metricsOf({ channels: [] });
  metrics.said({ kind: 'state', message: { ...north, ...example.state } });
  expect(await metrics.text()).not.toMatch(/^hullprint_\w*(state|problem|verdict|age_seconds)\{/m);
});

test('every name says its unit or that it is a count, and every metric says what it is', async () => {
  const text = await metricsOf().text();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  expect(types.length).toBeGreaterThan(20);
  for (const [, name, type] of types) {
    expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, 'm'));
    if (type === 'counter') expect(name).toMatch(/_total$/);
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
  }
});
