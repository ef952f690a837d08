import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NodeMetrics } from '../../src/metrics/node-metrics.js';
import { SCHEMA } from '../../src/publish/messages.js';
import * as example from '../publish/example-messages.js';

interface Panel {
  title: string;
  datasource?: { uid: string };
  targets?: { expr: string }[];
}

const dashboard = JSON.parse(readFileSync('deploy/grafana/hullprint.json', 'utf8')) as {
  panels: Panel[];
  templating: { list: { name: string; query?: unknown }[] };
};
const expressions = [
  ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...dashboard.templating.list.flatMap(({ query }) => (typeof query === 'string' ? [query] : [])),
].filter((expression) => /\w_\w/.test(expression));

/** The labels of each metric that a node has. */
async function labelsByMetric(): Promise<Map<string, Set<string>>> {
  const metrics = new NodeMetrics('pier', {
    health: () => ({
      schema: SCHEMA,
      node: 'pier',
      ...example.health,
      outbox: { rows: 0, bytes: 0, oldest: null, dropped: { event: 0, effort: 0, levels: 0 } },
      broker: { connections: 1, lastError: null },
    }),
    broker: () => ({ connected: true, connections: 1, lastError: null }),
  });
  const north = { schema: SCHEMA, node: 'pier', channel: 'north' } as const;
  metrics.said({ kind: 'event', message: { ...north, ...example.event, phase: 'end', replayed: false } });
  metrics.said({ kind: 'effort', message: { ...north, ...example.effort, replayed: false } });
  metrics.said({ kind: 'levels', message: { ...north, ...example.levels } });
  metrics.said({ kind: 'state', message: { ...north, ...example.state } });
  metrics.inferred(1, 0.01);
  const labels = new Map<string, Set<string>>();
  for (const [, name, list] of (await metrics.text()).matchAll(/^(\w+)\{(.*)\} \S+$/gm)) {
    const known = labels.get(name!) ?? new Set(['job', 'instance']);
    for (const [, label] of list!.matchAll(/(\w+)="/g)) known.add(label!);
    labels.set(name!, known);
  }
  return labels;
}

test('every expression of the Grafana dashboard names metrics and labels that a node has', async () => {
  const labels = await labelsByMetric();
  expect(expressions.length).toBeGreaterThan(10);
  for (const expression of expressions) {
    const names = expression.match(/\b(?:hullprint|process)_\w+/g) ?? [];
    expect(names, expression).not.toEqual([]);
    for (const name of names) expect([...labels.keys()], expression).toContain(name);
    const used = [
      ...[...expression.matchAll(/(\w+)=~?"/g)].map(([, label]) => label!),
      ...[...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => list!.split(/, */)),
    ];
    for (const label of used)
      expect(
        names.some((name) => labels.get(name)!.has(label)),
        `${label} in ${expression}`,
      ).toBe(true);
  }
});

test('each figure of a node is shown somewhere', async () => {
  const shown = expressions.join(' ');
  const hidden = [...(await labelsByMetric()).keys()]
    .map((name) => name.replace(/_(sum|count)$/, '_bucket'))
    .filter((name) => !shown.includes(name));
  expect(new Set(hidden)).toEqual(new Set());
});

test('every panel reads from the data source that the reader has chosen', () => {
  const chosen = dashboard.templating.list.find(({ query }) => query === 'prometheus')?.name;
  for (const panel of dashboard.panels.filter(({ targets }) => targets))
    expect(panel.datasource?.uid, panel.title).toBe(`\${${chosen}}`);
});
