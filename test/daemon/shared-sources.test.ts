import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { sharedSources } from '../../src/daemon/shared-sources.js';

const sources = (...channels: object[]) =>
  sharedSources(parseConfig(JSON.stringify({ node: 'pier', channels }), 'x.yaml').channels).map((each) => [
    each.source.name,
    ...each.channels.map(({ name }) => name),
  ]);

test('channels of one device share it', () => {
  const device = { source: 'portaudio:USB Audio', sampleRateHz: 48_000 };
  const south = { name: 'south', ...device, input: 2 };
  expect(
    sources({ name: 'north', ...device }, { name: 'pier', source: 'stdin:', sampleRateHz: 8000 }, south),
  ).toEqual([
    ['portaudio:USB Audio', 'north', 'south'],
    ['stdin:', 'pier'],
  ]);
});

test('a recording may be heard at two paces', () => {
  const source = 'file:sea.wav';
  expect(sources({ name: 'north', source }, { name: 'south', source, realtime: true })).toHaveLength(2);
});

test.each([
  ['a device at two rates', 'portaudio:USB Audio', { sampleRateHz: 48_000 }, {}],
  [
    'a device with a duty cycle and without',
    'portaudio:USB Audio',
    { dutyCycle: { listenMinutes: 1, everyMinutes: 5 } },
    {},
  ],
  ['a pipe in two formats', 'stdin:', { sampleRateHz: 8000 }, { sampleRateHz: 8000, format: 'f32le' }],
])('%s is refused with exit code 78', (_what, source, north, south) => {
  expect(() => sources({ name: 'north', source, ...north }, { name: 'south', source, ...south })).toThrow(
    expect.objectContaining({
      exitCode: 78,
      message: expect.stringMatching(/channel south: it hears .* as channel north does.*same sampleRateHz/),
    }),
  );
});
