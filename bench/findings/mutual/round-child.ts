import { keptRound, type RoundShare, roundsOf } from './long-recording.js';

const { recordings, folder, part, of } = JSON.parse(process.argv[2]!) as RoundShare;
for (const [index, { config, round }] of roundsOf(recordings).entries()) {
  if (index % of === part) await keptRound(config, round, folder);
}
process.disconnect();
