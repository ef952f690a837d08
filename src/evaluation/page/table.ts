import { html, type Markup } from './markup.js';

/** A table that scrolls sideways where it is wider than the page; the first column names the row. */
export function table(
  caption: string,
  heading: readonly string[],
  rows: readonly (readonly (string | Markup)[])[],
): Markup {
  return html`<div class="scroll"><table>
<caption>${caption}</caption>
<thead><tr>${heading.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([name, ...cells]) =>
    html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
)}
</tbody></table></div>`;
}
