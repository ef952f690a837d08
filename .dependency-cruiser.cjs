/** The way of the data (docs/ARCHITECTURE.md): a stage imports from its own folder, from stages before it, and from signal/. */
const stages = ['capture', 'features', 'embedding', 'prototypes', 'decision', 'publish'];

const backwardOnly = stages.map((stage, index) => ({
  name: `${stage}-imports-only-what-comes-before`,
  severity: 'error',
  from: { path: `^src/${stage}/` },
  to: {
    path: '^src/',
    pathNot: ['signal', ...stages.slice(0, index + 1)]
      .map((folder) => `^src/${folder}/`)
      .concat('^src/errors'),
  },
}));

module.exports = {
  forbidden: [
    ...backwardOnly.filter((rule) => !['capture', 'publish'].some((stage) => rule.name.startsWith(stage))),
    {
      name: 'capture-imports-only-signal-and-the-simulator',
      severity: 'error',
      from: { path: '^src/capture/' },
      to: { path: '^src/', pathNot: '^src/(capture|signal|simulator)/|^src/errors' },
    },
    {
      name: 'publish-imports-the-stages-and-the-store',
      severity: 'error',
      from: { path: '^src/publish/' },
      to: { path: '^src/', pathNot: `^src/(signal|store|${stages.join('|')})/|^src/errors` },
    },
    {
      name: 'signal-is-pure-mathematics',
      severity: 'error',
      from: { path: '^src/signal/' },
      to: { path: '^src/', pathNot: '^src/signal/|^src/errors' },
    },
    {
      name: 'simulator-stands-alone',
      severity: 'error',
      from: { path: '^src/simulator/' },
      to: { path: '^src/', pathNot: '^src/(simulator|signal)/|^src/(errors|mono-wav)' },
    },
    {
      name: 'data-sets-know-no-training-and-no-scores',
      severity: 'error',
      from: { path: '^src/datasets/' },
      to: { path: '^src/', pathNot: '^src/(datasets|capture|simulator|signal)/|^src/errors' },
    },
    {
      name: 'http-serves-what-it-is-handed',
      severity: 'error',
      from: { path: '^src/http/' },
      to: { path: '^src/', pathNot: '^src/http/|^src/errors' },
    },
    {
      name: 'metrics-count-what-is-said',
      severity: 'error',
      from: { path: '^src/metrics/' },
      to: { path: '^src/', pathNot: '^src/(metrics|publish)/' },
    },
    {
      name: 'what-is-kept-knows-messages-and-the-store',
      severity: 'error',
      from: { path: '^src/(history|clips)/' },
      to: {
        path: '^src/',
        pathNot: '^src/(history|clips|store|signal)/|^src/publish/messages|^src/(errors|mono-wav)',
      },
    },
    {
      name: 'the-collector-knows-messages-alone',
      severity: 'error',
      from: { path: '^src/collect/' },
      to: {
        path: '^src/',
        pathNot: '^src/(collect|publish/(messages|backoff)|capture/without-password|log|errors)',
      },
    },
    {
      name: 'store-knows-no-stage',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^src/', pathNot: '^src/store/|^src/errors' },
    },
    {
      name: 'nothing-imports-the-command-line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|commands/)' },
      to: { path: '^src/(main|commands/)' },
    },
    {
      name: 'only-the-top-reads-configuration',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|daemon|config)|^src/(commands|doctor)/' },
      to: { path: '^src/config' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
