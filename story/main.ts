import { parseArgs } from 'node:util';
import { tellStory } from './tell-story.ts';

const help = `npm start -- [options]

Plays Andon's story on the embedded AWS: six acts, from data landing to a rollback. No AWS account, no network.

  --port <n>      port of the embedded AWS on 127.0.0.1 (4566)
  --speed <n>     virtual seconds in a real one while requests flow, at most (100)
  --acts <list>   acts to play, for example 1 or 1-3 (all)
  --resume        continue at the first unfinished act
  --no-keep       end when the story has ended, also on a terminal
  --help          this text

Exit codes: 0 every act ended as it must; 1 an act did not; 2 it could not start.
`;

// Nobody reads any more, as after `npm start | head`.
process.stdout.once('error', () => process.exit(1));

try {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4566' },
      speed: { type: 'string', default: '100' },
      acts: { type: 'string', default: '1-6' },
      resume: { type: 'boolean', default: false },
      'no-keep': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) process.stdout.write(help);
  else {
    process.exitCode = await tellStory({
      port: port(values.port),
      speed: number('speed', values.speed),
      acts: actNumbers(values.acts),
      resume: values.resume,
      keep: process.stdout.isTTY === true && !values['no-keep'],
    });
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new Error(`--port takes a whole number from 1 to 65535, not "${text}".`);
  }
  return value;
}

function number(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${option} takes a number above 0, not "${text}".`);
  return value;
}

function actNumbers(text: string): number[] {
  const match = /^([1-6])(?:-([1-6]))?$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (!(from <= to)) throw new Error(`--acts takes one act or a range within 1-6, not "${text}".`);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
