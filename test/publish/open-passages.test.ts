import { expect, test } from 'vitest';
import { OpenPassages } from '../../src/publish/open-passages.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import * as example from './example-messages.js';

test('a passage is heard up to any instant: live sources give fractions of milliseconds', () => {
  const store = openStore(temporaryFolder());
  const passages = new OpenPassages(store);
  const event = { schema: 1, node: 'pier', channel: 'north', ...example.event, replayed: false } as const;
  const heardUntilMs = Date.parse(event.start) + 12_345.678;
  passages.note({ ...event, phase: 'update', end: null }, heardUntilMs);
  expect(passages.endings()).toMatchObject([
    { id: event.id, phase: 'end', end: new Date(Math.round(heardUntilMs)).toISOString() },
  ]);
  store.close();
});
