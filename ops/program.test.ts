import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fakeCommandDeps } from '../tests/fakes/command-deps.ts';
import { defineCommand } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { makeProgram, type ProgramDeps } from './program.ts';
import { runAndon } from './run-andon.ts';
import type { Target } from './target/target.ts';

/** Runs a command line on a deployed stage in memory. */
async function andon(words: string, changes: Partial<ProgramDeps> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const targets: Target[] = [];
  const code = await runAndon(words.split(' ').filter(Boolean), {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: {},
    person: { confirm: async () => undefined },
    findLocal: async () => 'http://127.0.0.1:4566',
    connect: async (target) => {
      targets.push(target);
      return fakeCommandDeps();
    },
    ...changes,
  });
  return { code, out: out.join(''), err: err.join(''), targets };
}

describe('andon', () => {
  it('names its target first', async () => {
    const { code, out, err } = await andon('status churn');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('local AWS http://127.0.0.1:4566, us-east-1, stage dev');
    expect(err).toBe('');
  });

  it('writes one JSON document and nothing else to stdout with --json, before or after the command', async () => {
    for (const words of ['--json status churn', 'status churn --json']) {
      const { out, err } = await andon(words);
      expect(JSON.parse(out)).toMatchObject({ ok: true, models: [{ model: 'churn' }] });
      expect(err).toContain('local AWS');
    }
  });

  it('passes target options on, wherever they stand', async () => {
    const { targets } = await andon('audit verify --profile prod --stage prod --region eu-west-1');
    expect(targets).toEqual([{ kind: 'account', profile: 'prod', region: 'eu-west-1', stage: 'prod' }]);
  });

  it('ends with 1 and says why when the answer is no', async () => {
    const { code, out, err } = await andon('rollback churn --yes');
    expect(code).toBe(1);
    expect(err).toMatch(/^andon: churn serves nothing yet.*\[NOTHING_SERVES\]\n$/);
    expect(out).not.toContain('andon:');
  });

  it('tells that as a document with --json', async () => {
    const { code, out } = await andon('rollback churn --yes --json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'NOTHING_SERVES' } });
  });

  it.each([
    ['an unknown command', 'stats'],
    ['an unknown option', 'status --all'],
    ['a missing argument', 'show'],
    ['too many arguments', 'show a b'],
    ['an unknown model', 'status chrun'],
    ['two targets', 'status --local --profile x'],
    ['what is no number', 'runs --limit many'],
    ['no command at all', ''],
  ])('ends with 2 for %s', async (_, words) => {
    const { code, err } = await andon(words);
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });

  it('ends with 2 when there is no target', async () => {
    const { code, err } = await andon('status', { findLocal: async () => undefined });
    expect([code, err]).toEqual([2, expect.stringContaining('[NO_TARGET]')]);
  });

  it('tells wrong usage as a document too', async () => {
    const { code, out } = await andon('show --json');
    expect([code, JSON.parse(out)]).toMatchObject([2, { ok: false, error: { code: 'USAGE' } }]);
  });

  it('ends with 3 when AWS cannot be reached', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const { code, err } = await andon('status', { connect: () => Promise.reject(refused) });
    expect([code, err]).toEqual([3, expect.stringContaining('[AWS_UNREACHABLE]')]);
  });

  it('shows the stack of a bug, and only of a bug', async () => {
    const { code, err } = await andon('status', { connect: () => Promise.reject(new TypeError('x is undefined')) });
    expect(code).toBe(70);
    expect(err).toMatch(/bug.*x is undefined[\s\S]*program\.test\.ts/);
  });

  it.each(['--help', 'status --help', 'audit verify --help', 'replay -h'])(
    'documents the exit codes in %s',
    async (words) => {
      const { code, out } = await andon(words);
      expect(code).toBe(0);
      for (const exit of ['0   done', '1   the answer is no', '2   wrong usage', '3   AWS refused'])
        expect(out).toContain(exit);
    },
  );

  it('has every command under its name', () => {
    const program = makeProgram({
      ...({} as ProgramDeps),
      stdout: { write: () => undefined },
      stderr: { write: () => undefined },
    });
    const names = program.commands.flatMap((command) =>
      command.commands.length === 0
        ? [command.name()]
        : command.commands.map((leaf) => `${command.name()} ${leaf.name()}`),
    );
    expect(names).toEqual(commands.map(({ name }) => name));
  });
});

describe('a command', () => {
  it('is given its arguments and options by name', async () => {
    const seen: unknown[] = [];
    const command = defineCommand({
      name: 'try',
      summary: 'tries',
      arguments: [
        { term: '<first>', description: '' },
        { term: '[second]', description: '' },
      ],
      options: [{ flags: '--dry-run', description: '' }],
      input: z.object({ first: z.string(), second: z.string().optional(), dryRun: z.boolean().default(false) }),
      async run(input) {
        seen.push(input);
        return { code: 1, document: {}, text: () => 'no' };
      },
    });
    const codes: number[] = [];
    const program = makeProgram(
      {
        stdout: { write: () => undefined },
        stderr: { write: () => undefined },
        env: {},
        person: { confirm: async () => undefined },
        findLocal: async () => 'http://127.0.0.1:4566',
        connect: async () => fakeCommandDeps(),
        exit: (code) => codes.push(code),
      },
      [command],
    );
    await program.parseAsync(['try', 'a', '--dry-run'], { from: 'user' });
    expect(seen).toEqual([{ first: 'a', dryRun: true }]);
    expect(codes).toEqual([1]);
  });
});
