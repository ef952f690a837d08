import type { Statement, Store } from '../store/store.js';
import type { RecorderMemory } from './recorder-memory.js';
import type { RecorderState } from './recorder-state.js';

interface EvidenceRow {
  timeMs: number;
  features: string;
}

/** Remembers what one channel has learnt of its recorder in the node's database. */
export function storedMemory(store: Store, channel: string): RecorderMemory {
  const state: Statement<{ state: string }> = store.prepare('SELECT state FROM recorders WHERE channel = ?');
  const saveState = store.prepare('INSERT OR REPLACE INTO recorders (channel, state) VALUES (?, ?)');
  const all: Statement<EvidenceRow> = store.prepare(
    'SELECT timeMs, features FROM recorder_evidence WHERE channel = ? AND kind = ? ORDER BY id',
  );
  const add = store.prepare(
    'INSERT INTO recorder_evidence (channel, kind, timeMs, features) VALUES (?, ?, ?, ?)',
  );
  const prune = store.prepare(
    `DELETE FROM recorder_evidence WHERE id IN (
      SELECT id FROM recorder_evidence WHERE channel = ? AND kind = ? ORDER BY id DESC LIMIT -1 OFFSET ?
    )`,
  );
  return {
    state: () => {
      const row = state.get(channel);
      return row ? (JSON.parse(row.state) as RecorderState) : null;
    },
    saveState: (now) => store.transaction(() => saveState.run(channel, JSON.stringify(now))),
    evidence: (kind) =>
      all.all(channel, kind).map(({ timeMs, features }) => ({ timeMs, features: JSON.parse(features) })),
    remember: (kind, { timeMs, features }, most) =>
      store.transaction(() => {
        add.run(channel, kind, timeMs, JSON.stringify(features));
        prune.run(channel, kind, most);
      }),
  };
}
