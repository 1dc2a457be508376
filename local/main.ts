import { parseArgs } from 'node:util';
import { FolderInUseError, type LocalAws, type LocalAwsOptions, startLocalAws } from './start.ts';
import { StoreUnreadableError } from './store/store.ts';
import { PortUnavailableError } from './wire/wire.ts';

const HELP = `The embedded AWS: one process, one port, one folder.

  node local/main.ts [options]

  --port <number>       port on 127.0.0.1; 0 takes a free one           (4566)
  --directory <folder>  where everything is kept                        (.andon)
  --speed <number>      virtual seconds per real one under live traffic (60)
  --start <time>        virtual time at which a new store begins, ISO   (now)
  --resume              go on with the store of the folder
  --expect-participant  let no time pass until a program joins through /_local, for 15 s
  --with-parent         end when standard input does, as when the program that started it dies
  --help                this text

A plain start sets an older store aside as <folder>.<time>. See local/README.md.`;

/** A word on the command line that cannot be meant. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

function readOptions(): { readonly aws: LocalAwsOptions; readonly withParent: boolean } | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4566' },
      directory: { type: 'string', default: '.andon' },
      speed: { type: 'string', default: '60' },
      start: { type: 'string' },
      resume: { type: 'boolean', default: false },
      'expect-participant': { type: 'boolean', default: false },
      'with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`--port ${values.port} is no port.`);
  const speed = Number(values.speed);
  if (!(speed > 0)) throw new UsageError(`--speed ${values.speed} is no number above 0.`);
  const start = values.start === undefined ? undefined : Date.parse(values.start);
  if (Number.isNaN(start)) throw new UsageError(`--start ${values.start} is no time in ISO 8601.`);
  const { directory, resume, 'expect-participant': expectParticipant } = values;
  const aws = { port, speed, directory, resume, expectParticipant, ...(start !== undefined && { start }) };
  return { aws, withParent: values['with-parent'] };
}

/** Ends the process when asked to, or left alone; asked twice, at once. */
function endWhenAsked(aws: LocalAws, withParent: boolean): void {
  let asked = false;
  const end = async () => {
    if (asked) process.exit(1);
    asked = true;
    await aws[Symbol.asyncDispose]();
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
  if (withParent) process.stdin.resume().once('close', () => void end());
}

try {
  const options = readOptions();
  if (options === undefined) console.log(HELP);
  else {
    const aws = await startLocalAws(options.aws);
    endWhenAsked(aws, options.withParent);
    console.log(`The embedded AWS is ready at ${aws.endpoint} (folder ${aws.directory}, process ${process.pid}).`);
  }
} catch (error) {
  const usage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  const known =
    usage || [FolderInUseError, PortUnavailableError, StoreUnreadableError].some((kind) => error instanceof kind);
  console.error(known ? (error as Error).message : error);
  process.exitCode = usage ? 2 : 1;
}
