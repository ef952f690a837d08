/** The look of a report: light and dark as the reader has it, light on paper, from phones upwards. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b2430; --faint: #5d6875; --line: #d5dbe2; --ground: #ffffff; --soft: #f3f5f8; --model: #0b62a8; --baseline: #a04b00; --wrong: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --faint: #9aa6b3; --line: #36414d; --ground: #12171d; --soft: #1b222a; --model: #6cb6ff; --baseline: #f0a860; --wrong: #ff8a80; } }
@media print { :root { color-scheme: light; --ink: #000; --faint: #444; --line: #bbb; --ground: #fff; --soft: #f3f3f3; --model: #0b62a8; --baseline: #a04b00; --wrong: #b3261e; } figure, tr { break-inside: avoid; } h2 { break-after: avoid; } .scroll { overflow: visible; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 62rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
p, figcaption, caption { color: var(--faint); }
p { max-width: 46rem; margin: .5rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
dt { color: var(--faint); }
dd { margin: 0; }
code { font: .875em/1.4 ui-monospace, monospace; }
.scroll { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .3rem; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; overflow-wrap: normal; }
tbody th { font-weight: normal; }
thead th { white-space: nowrap; border-bottom-color: var(--faint); }
.wrong { color: var(--wrong); font-weight: bold; }
.diagonal { background: var(--soft); font-weight: bold; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem; }
figure { margin: .75rem 0; max-width: 32rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
.square { max-width: 22rem; }
td { white-space: nowrap; }
svg text { font: 12px system-ui, sans-serif; fill: var(--faint); }
.grid { stroke: var(--line); fill: none; }
.model { stroke: var(--model); fill: var(--model); stroke-width: 2; }
.baseline { stroke: var(--baseline); fill: var(--ground); stroke-width: 2; }
`;
