/** The report's whole look; light or dark as the reader's system is. Contrast of text is at least 4.5 : 1 in both. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --card: #f6f8fa; --rule: #d0d7de;
  --candidate: #0b5fcc; --champion: #a85800; --good: #1a6b34; --bad: #b3261e; --unsure: #7a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #a3adb8; --paper: #14181d; --card: #1d232a; --rule: #3a434d;
  --candidate: #6db3ff; --champion: #f5a742; --good: #66d08a; --bad: #ff8a80; --unsure: #e8c35a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: break-word; }
h1 { margin: 0; font-size: 1.5rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; } h3 { margin: 1.2rem 0 .3rem; font-size: 1rem; }
.lead { color: var(--soft); margin: .2rem 0 1rem; }
.verdict { font-weight: 600; white-space: nowrap; }
.Passed { color: var(--good); } .Failed { color: var(--bad); } .Inconclusive { color: var(--unsure); } .NoChampion, .TooSmall { color: var(--soft); }
.summary { border-left: 5px solid currentColor; padding: .6rem 1rem; background: var(--card); border-radius: 4px; }
.summary ul { margin: .3rem 0 0; padding-left: 1.2rem; color: var(--ink); } .summary strong { font-size: 1.1rem; }
.scroll { overflow-x: auto; } .scroll:focus-visible { outline: 2px solid var(--candidate); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--rule); vertical-align: top; }
thead th { font-size: .8rem; color: var(--soft); font-weight: 600; } tbody th { font-weight: 500; min-width: 9rem; }
th.number, td.number { text-align: right; white-space: nowrap; } .number + :not(.number) { padding-left: 1.4rem; }
th small { display: block; color: var(--soft); font-weight: 400; }
.gates tr:not(.sentence) > * { border-bottom: 0; } .gates .sentence td { color: var(--soft); padding-top: 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(max(34%, min(340px, 100%)), 1fr)); gap: 1rem; }
figure { margin: 0; padding: .8rem; background: var(--card); border-radius: 6px; } figcaption { font-weight: 600; margin-bottom: .3rem; }
svg { width: 100%; height: auto; font: 10px system-ui, sans-serif; } svg text { fill: var(--soft); }
.line { fill: none; stroke-width: 2; } .line.candidate { stroke: var(--candidate); } .line.champion { stroke: var(--champion); stroke-dasharray: 6 4; }
.dot.candidate { fill: var(--candidate); } .dot.champion { fill: var(--champion); }
.line.diagonal { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; } .line.frame { stroke: var(--soft); stroke-width: 1; }
.grid { stroke: var(--rule); stroke-width: .6; }
.legend { display: flex; gap: 1.5rem; color: var(--soft); margin: 0 0 .6rem; } .legend span::before { content: ''; display: inline-block; width: 1.6rem; margin-right: .5rem;
  vertical-align: middle; border-top: 3px solid var(--candidate); } .legend .champion::before { border-top: 3px dashed var(--champion); }
.matrix { width: auto; } .cell { --shade: var(--candidate); background: color-mix(in srgb, var(--shade) calc(var(--share) * 35%), transparent); } .cell.wrong { --shade: var(--bad); }
.note { color: var(--soft); font-size: .9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { body { padding: 1rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media (max-width: 56rem) {
  .gates, .gates tbody { display: block; } .gates thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .gates tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; } .gates th, .gates td { padding: .15rem 0; } .gates th { grid-area: 1 / 1; padding-top: .6rem; }
  .gates td:last-child { grid-area: 1 / 2; padding-top: .6rem; } .gates td[data-name] { grid-column: 1 / -1; display: flex; gap: 1rem; text-align: left; white-space: normal; }
  .gates td[data-name]::before { content: attr(data-name); flex: 0 0 5rem; color: var(--soft); }
  .gates .sentence td { grid-area: auto / 1 / auto / -1; padding: .15rem 0 .6rem; }
}
@media print { body { max-width: none; padding: 0; } figure { break-inside: avoid; } }
`;
