import type { ChannelView, Fleet, NodeView } from '../fleet.js';
import { decibels, percent, timeOf, useWords } from '../words/words.js';
import { Glyph } from './Glyph.js';

/** Every channel of every node: what it hears now. */
export function Now({ fleet }: { fleet: Fleet }) {
  const words = useWords();
  const nodes = [...fleet.nodes.values()].sort((a, b) => a.name.localeCompare(b.name));
  if (nodes.length === 0)
    return <p>{fleet.connection === 'connecting' ? words.connecting : words.noNodes}</p>;
  return (
    <>
      {nodes.map((node) => (
        <section key={node.base} aria-label={node.name}>
          <h2>
            {node.name} <span class={`status ${node.status}`}>{words[node.status]}</span>
          </h2>
          <div class="cards">
            {[...node.channels.values()].map((channel) => (
              <Card key={channel.name} node={node} channel={channel} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

function Card({ node, channel }: { node: NodeView; channel: ChannelView }) {
  const words = useWords();
  const { state, levels, event } = channel;
  const hears = node.status === 'online' && state?.state === 'listening' && state.size !== null;
  const size = hears ? state.size! : null;
  const passing = hears && state.passage !== null && event?.id === state.passage ? event : null;
  const href = `#/now/${encodeURIComponent(node.base)}/${encodeURIComponent(channel.name)}`;
  return (
    <article class={`card ${size ?? 'deaf'}`}>
      <h3>
        <a href={href}>{channel.name}</a>
      </h3>
      <p class="verdict">
        <Glyph size={size} />
        <span>{size ? words.size[size] : words.state[state?.state ?? 'starting']}</span>
      </p>
      {hears && state.vesselClass && <p class="class">{state.vesselClass.name}</p>}
      {hears && state.confidence !== null && (
        <p>
          {words.sure} {percent(state.confidence)}
        </p>
      )}
      <p>
        {words.level} {levels ? levelOf(levels.splDb, levels.reference, words.uncalibrated) : '–'}
      </p>
      <p class="quiet">
        {passing ? `${words.passageSince} ${timeOf(passing.start)} ${words.utc}` : words.nobody}
      </p>
    </article>
  );
}

export function levelOf(db: number | null, reference: string, uncalibrated: string): string {
  return reference === '1 µPa' ? `${decibels(db)} re 1 µPa` : `${decibels(db)} FS (${uncalibrated})`;
}
