import { CommanderError } from 'commander';
import { explainError } from './explain-error.ts';
import { exitCodes } from './operator-error.ts';
import { styleFor } from './output/style.ts';
import { makeProgram, type ProgramDeps } from './program.ts';

/** Runs one command line and answers its exit code. Never throws. */
export async function runAndon(words: readonly string[], deps: Omit<ProgramDeps, 'exit'>): Promise<number> {
  let code: number = exitCodes.done;
  const exit = (answered: number) => {
    code = answered;
  };
  try {
    await makeProgram({ ...deps, exit }).parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return tell(error, words.includes('--json'), deps);
  }
}

/** A person's mistake or AWS's refusal: the message and a code. A bug: the stack. */
function tell(error: unknown, json: boolean, { stdout, stderr, env }: Omit<ProgramDeps, 'exit'>): number {
  if (error instanceof CommanderError) {
    // Commander has written the message, or the help that was asked for.
    if (error.exitCode === 0) return exitCodes.done;
    if (json) stdout.write(document('USAGE', error.message));
    return exitCodes.usage;
  }
  const explained = explainError(error);
  const style = styleFor(stderr, env);
  if (json) stdout.write(document(explained.code, explained.message));
  else stderr.write(`${style.bad('andon:')} ${explained.message} ${style.faint(`[${explained.code}]`)}\n`);
  if (explained.stack !== undefined) stderr.write(`${explained.stack}\n`);
  return explained.exitCode;
}

function document(code: string, message: string): string {
  return `${JSON.stringify({ ok: false, error: { code, message } }, null, 2)}\n`;
}
