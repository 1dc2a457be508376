// Gives serverless.yml the text of statemachines/<name>.asl.json, compacted, for DefinitionString.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const definition = (name) =>
  JSON.stringify(JSON.parse(readFileSync(join(__dirname, '../statemachines', `${name}.asl.json`), 'utf8')));

module.exports = {
  retrain: () => definition('retrain'),
  release: () => definition('release'),
  rollback: () => definition('rollback'),
};
