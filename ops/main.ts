import { createInterface } from 'node:readline/promises';
import type { Person } from './commands/command.ts';
import { connect } from './connect.ts';
import { runAndon } from './run-andon.ts';
import { findLocalEndpoint } from './target/find-local.ts';

/** `andon` on this machine. */
export function main(words: readonly string[]): Promise<number> {
  return runAndon(words, {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    person: atTheTerminal,
    findLocal: () => findLocalEndpoint(process.cwd()),
    connect,
  });
}

const atTheTerminal: Person = {
  async confirm(question) {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
    } finally {
      terminal.close();
    }
  },
};
