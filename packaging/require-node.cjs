// Plain JavaScript that an old Node can read: it says what is missing before a file of types is loaded.
// Preloaded by the npm scripts, imported by ops/andon.js, and the first plugin of serverless.yml.
'use strict';

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    `Andon needs Node 24 or newer and this is Node ${process.versions.node}: npm ci brings Node 24 when its install scripts may run (without --ignore-scripts), or install Node 24 yourself.\n`,
  );
  process.exit(2);
}

module.exports = class RequireNode {};
