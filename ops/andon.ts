#!/usr/bin/env node
const nodeMajor = Number(process.versions.node.split('.')[0]);
if (nodeMajor < 24) {
  process.stderr.write(
    `andon: it needs Node 24 or newer and this is ${process.versions.node}. Run it as npx andon after npm ci, or install Node 24.\n`,
  );
  process.exit(2);
}
// Only now, since an older Node could not even read the rest.
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
