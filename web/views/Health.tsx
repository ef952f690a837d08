import type { Fleet, NodeView } from '../fleet.js';
import type { Words } from '../words/en.js';
import { lasting, useWords } from '../words/words.js';

const STALE_MS = 90_000;
/** As `backgroundShiftDb` says. */
const MOVED_BACKGROUND_DB = 3;

/** What is wrong with each node, in sentences, with what to do; and its figures. */
export function Health({ fleet }: { fleet: Fleet }) {
  const words = useWords();
  return (
    <>
      <h2>{words.health}</h2>
      {[...fleet.nodes.values()].map((node) => (
        <NodeHealth key={node.base} node={node} />
      ))}
    </>
  );
}

function NodeHealth({ node }: { node: NodeView }) {
  const words = useWords();
  const { health, info } = node;
  const sentences = health ? sentencesOf(node, words) : [];
  return (
    <section aria-label={node.name}>
      <h3>
        {node.name} <span class={`status ${node.status}`}>{words[node.status]}</span>
      </h3>
      {health && sentences.length === 0 && <p class="well">{words.allWell}</p>}
      <ul class="sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {health && info && (
        <dl>
          {figuresOf(node, words).map(([term, figure]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{figure}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function sentencesOf({ health, status }: NodeView, words: Words): string[] {
  const { channels, classes = [], outbox, broker, clock, time } = health!;
  const dropped = Object.values(outbox.dropped).reduce((sum, count) => sum + count, 0);
  const stale = status === 'offline' || Date.now() - Date.parse(time) > STALE_MS;
  return [
    ...(stale ? [words.stale] : []),
    ...channels.flatMap((channel) => [
      ...(channel.state === 'unavailable' || (channel.reason && channel.state !== 'resting')
        ? [`${channel.channel} ${words.isUnavailable} ${channel.reason ?? ''}`]
        : []),
      ...channel.problems.map((problem) => `${channel.channel}: ${words.problems[problem]}`),
      ...((channel.backgroundShiftDb ?? 0) >= MOVED_BACKGROUND_DB
        ? [`${channel.channel}: ${words.backgroundMoved}`]
        : []),
      ...(channel.overflows > 0 ? [`${channel.channel}: ${channel.overflows} ${words.overflows}`] : []),
      ...(channel.missingSeconds >= 1
        ? [`${channel.channel}: ${channel.missingSeconds.toFixed(0)} ${words.missing}`]
        : []),
    ]),
    ...classes.filter(({ moved }) => moved).map(({ name }) => `${name} ${words.classMoved}`),
    ...(broker.lastError && outbox.rows > 0 ? [broker.lastError] : []),
    ...(outbox.rows > 100 ? [`${outbox.rows} ${words.waits}`] : []),
    ...(dropped - outbox.dropped.levels > 0 ? [`${dropped} ${words.dropped}`] : []),
    ...(clock.synchronised ? [] : [words.clockOff]),
  ];
}

function figuresOf({ health, info }: NodeView, words: Words): [string, string][] {
  const { uptimeSeconds, memory, inference, outbox, clock, channels } = health!;
  return [
    [words.uptime, lasting(uptimeSeconds, words)],
    [words.version, info!.versions.hullprint],
    [words.model, `${info!.model.name} ${info!.model.version}`],
    [words.computes, `${info!.backend.name}, ${info!.backend.device}`],
    [words.memory, `${(memory.rssBytes / 2 ** 20).toFixed(0)} MiB`],
    [words.inference, inference.medianMs === null ? '–' : `${inference.medianMs.toFixed(1)} ms`],
    [words.outboxRows, String(outbox.rows)],
    [words.clock, clock.synchronised ? words.synchronised : words.notSynchronised],
    ...channels.map(({ channel, recorder }): [string, string] => [
      `${words.recorder} ${channel}`,
      `${words.tilt} ${recorder.tiltDbPerDecade.toFixed(1)} ${words.perDecade}`,
    ]),
  ];
}
