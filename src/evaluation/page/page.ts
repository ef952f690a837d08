import { version } from '../../version.js';
import type { EvaluatedModel } from '../evaluated-model.js';
import { html, Markup } from './markup.js';
import { STYLE } from './style.js';

/** What a report says of itself. */
export interface ReportSource {
  model: Pick<EvaluatedModel, 'manifest' | 'identity'>;
  /** As it was typed. */
  command: string;
}

/** One file that stands alone: no script, nothing loaded from elsewhere. */
export function page(
  { model, command }: ReportSource,
  recordings: string,
  sections: readonly Markup[],
): string {
  const { name, version: modelVersion } = model.manifest;
  const title = `${name} ${modelVersion} on ${recordings}`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<h1>${title}</h1>
<dl>
<dt>Model</dt><dd><code>${model.identity}</code></dd>
<dt>Command</dt><dd><code>${command}</code></dd>
<dt>Made by</dt><dd>hullprint ${version}</dd>
</dl>
${sections}
</body>
</html>
`.text;
}
