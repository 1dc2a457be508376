import { describe, expect, it, vi } from 'vitest';
import { runProgram } from './run-program.ts';
import { createSlots } from './slots.ts';

const script = (text: string, onLine: (line: string) => void = () => {}, limitSeconds = 60) => ({
  command: [process.execPath, '-e', text] as const,
  directory: process.cwd(),
  environment: {},
  onLine,
  limitSeconds,
});
const HANG = `console.log('here'); setInterval(() => {}, 1000)`;

describe('runProgram', () => {
  it('ends with the exit code', async () => {
    expect(await runProgram(script('process.exit(3)'), createSlots(1)).ended).toBe(3);
  });

  it('ends a program that takes longer than its limit', async () => {
    const program = runProgram(
      script(HANG, () => {}, 0.1),
      createSlots(1),
    );
    expect(await program.ended).toBe('outOfTime');
  });

  it('lets only as many run as there are slots, and never starts one that was stopped while it waited', async () => {
    const slots = createSlots(1);
    const lines: string[] = [];
    const first = runProgram(
      script(HANG, (line) => void lines.push(`first ${line}`)),
      slots,
    );
    const second = runProgram(
      script(HANG, (line) => void lines.push(`second ${line}`)),
      slots,
    );
    const third = runProgram(
      script('', () => {}),
      slots,
    );
    await vi.waitFor(() => expect(lines).toEqual(['first here']), { timeout: 5_000 });

    await second.stop();
    await first.stop();

    expect(await Promise.all([first.ended, second.ended, third.ended])).toEqual(['stopped', 'stopped', 0]);
    expect(lines).toEqual(['first here']);
  });
});
