#!/usr/bin/env node
import '../packaging/require-node.cjs';

// Only now, since an older Node could not even read the rest.
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
