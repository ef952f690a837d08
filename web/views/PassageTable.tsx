import type { KeptPassage } from '../api.js';
import { clockOf, lasting, percent, useWords } from '../words/words.js';

/** Passages as rows, each with a box to choose it by. */
export function PassageTable({
  passages,
  chosen,
  choose,
}: {
  passages: KeptPassage[];
  chosen: ReadonlySet<string>;
  choose: (id: string) => void;
}) {
  const words = useWords();
  return (
    <section class="scroll" aria-label={words.history}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.choose}</th>
            <th scope="col">
              {words.start} ({words.utc})
            </th>
            <th scope="col">{words.lasted}</th>
            <th scope="col">{words.channel}</th>
            <th scope="col">{words.sizeFilter}</th>
            <th scope="col">{words.confidence}</th>
            <th scope="col">{words.classFilter}</th>
            <th scope="col">{words.review}</th>
          </tr>
        </thead>
        <tbody>
          {passages.map(({ event, review }) => (
            <tr key={event.id}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`${words.choose} ${clockOf(event.start)} ${event.channel}`}
                  disabled={event.clip === null}
                  checked={chosen.has(event.id)}
                  onChange={() => choose(event.id)}
                />
              </td>
              <td>
                <a href={`#/passage/${event.id}`}>{clockOf(event.start)}</a>
              </td>
              <td>
                {event.end
                  ? lasting((Date.parse(event.end) - Date.parse(event.start)) / 1000, words)
                  : words.still}
              </td>
              <td>{event.channel}</td>
              <td>
                <span class={`size ${event.size}`}>{words.sizes[event.size]}</span>
              </td>
              <td>{percent(event.confidence)}</td>
              <td>{event.vesselClass?.name ?? ''}</td>
              <td>{review ? [words.reviews[review.verdict], review.name].filter(Boolean).join(': ') : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
