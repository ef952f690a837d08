import {
  type EffortMessage,
  type EventMessage,
  type HealthMessage,
  type InfoMessage,
  type LevelsMessage,
  messages,
  type StateMessage,
  type StatusMessage,
} from '../publish/messages.js';

/** A statement with its values. */
export interface Insert {
  text: string;
  values: unknown[];
}

type Kind = keyof typeof messages;

/** Repeats change nothing, wherever they come from: the broker, a node's outbox, or a collector that died before it acknowledged. */
const inserts: { [kind in Kind]: (message: never, payload: string, base: string) => Insert } = {
  status: (status: StatusMessage, _, base) => ({
    text: `INSERT INTO hullprint.nodes (base, status) VALUES ($1, $2)
      ON CONFLICT (base) DO UPDATE SET status = excluded.status, heard = now()`,
    values: [base, status],
  }),
  info: ({ node }: InfoMessage, payload, base) => ofNode('info', node, payload, base),
  health: ({ node }: HealthMessage, payload, base) => ofNode('health', node, payload, base),
  state: ({ node, channel, since }: StateMessage, payload) => ({
    text: `INSERT INTO hullprint.states (node, channel, since, state) VALUES ($1, $2, $3, $4)
      ON CONFLICT (node, channel) DO UPDATE SET since = excluded.since, state = excluded.state`,
    values: [node, channel, since, payload],
  }),
  event: ({ id, node, channel, phase, start, evidence }: EventMessage, payload) => ({
    text: `INSERT INTO hullprint.events (id, node, channel, phase, start, windows, message)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    values: [id, node, channel, ['new', 'update', 'end'].indexOf(phase), start, evidence.windows, payload],
  }),
  levels: ({ node, channel, start, end, reference, splDb, percentiles, decidecades }: LevelsMessage) => ({
    text: `INSERT INTO hullprint.levels
      (node, channel, start, "end", reference, "splDb", p10, p50, p90, "centreHz", "levelDb")
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    values: [
      ...[node, channel, start, end, reference, splDb],
      ...[percentiles.p10, percentiles.p50, percentiles.p90],
      ...[decidecades.centreHz, decidecades.levelDb],
    ],
  }),
  effort: ({ node, channel, start, end, secondsHeard, gaps }: EffortMessage) => ({
    text: `INSERT INTO hullprint.effort (node, channel, start, "end", "secondsHeard", gaps)
      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    values: [node, channel, start, end, secondsHeard, JSON.stringify(gaps)],
  }),
};

function ofNode(column: 'info' | 'health', node: string, payload: string, base: string): Insert {
  return {
    text: `INSERT INTO hullprint.nodes (base, node, ${column}) VALUES ($1, $2, $3)
      ON CONFLICT (base) DO UPDATE SET node = excluded.node, ${column} = excluded.${column}, heard = now()`,
    values: [base, node, payload],
  };
}

/**
 * The row that a message makes; null for a topic that is no node's, such as the binary spectrogram.
 * Throws an `Error` that says what is wrong with a payload that is not of schema 1.
 *
 * @param payload kept whole where the table holds a message, with the fields that this version does not know
 */
export function insertOf(topic: string, payload: string): Insert | null {
  const levels = topic.split('/');
  const kind = levels.pop()!;
  if (!isKind(kind)) return null;
  const parsed = messages[kind].safeParse(kind === 'status' ? payload : json(payload));
  if (parsed.success) return inserts[kind](parsed.data as never, payload, levels.join('/'));
  const { path, message } = parsed.error.issues[0]!;
  throw new Error(path.length ? `${path.join('.')}: ${message}` : message);
}

const isKind = (kind: string): kind is Kind => Object.hasOwn(messages, kind);

function json(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw new Error('not JSON');
  }
}
