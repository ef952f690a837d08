import { ieptSection } from './iept/page.js';
import { maeSection } from './mae/page.js';
import { mutualSection } from './mutual/page.js';
import { recipeSection } from './recipe/page.js';
import type { Results } from './results.js';
import { shippingSection } from './what-ships.js';

/**
 * docs/FINDINGS.md. What was found comes from the results; how it was found comes from their settings and from constants,
 * but for those that the code keeps to itself and for published figures, which the sections spell out.
 */
export function findingsPage(results: Results): string {
  return `# Findings

Four questions about few-shot learning, put to simulated ships, two of them to Omniglot as well, and what of the
answers ships. This page is written by \`npm run findings\` from \`bench/findings/results.json\`; do not edit it. The
trainings were made with commit ${results.commits.join(', ')} on ${results.devices.join(', ')}.

\`\`\`sh
npm run findings -- --omniglot FOLDER       # with Omniglot's zip files; without, ships alone
npm run findings -- --small                 # the whole way in little; nothing can be read from its figures
\`\`\`

Interrupted, the same command goes on: each training is a job of its own, kept in \`.training/findings\`.

${maeSection(results)}
${ieptSection(results)}
${mutualSection(results)}
${recipeSection(results)}
${shippingSection(results)}`;
}
