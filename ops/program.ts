import { Command as CommanderCommand } from 'commander';
import type { CommandDeps } from './command-deps.ts';
import type { Command, Person } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { exitCodes } from './operator-error.ts';
import { styleFor } from './output/style.ts';
import { describeTarget, resolveTarget, type Target } from './target/target.ts';

/** Where something is written. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What the program needs of the machine it runs on. */
export interface ProgramDeps {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly person: Person;
  readonly findLocal: () => Promise<string | undefined>;
  readonly connect: (target: Target) => Promise<CommandDeps>;
  /** Told once, when a command has answered. */
  readonly exit: (code: number) => void;
}

interface GlobalOptions {
  readonly local?: boolean;
  readonly profile?: string;
  readonly region?: string;
  readonly stage: string;
  readonly json?: boolean;
}

export const exitCodeHelp = `
Exit codes:
  ${exitCodes.done}   done
  ${exitCodes.no}   the answer is no: verification failed, not replayable, refused
  ${exitCodes.usage}   wrong usage, or no target
  ${exitCodes.aws}   AWS refused, or cannot be reached
  ${exitCodes.bug}  a bug in andon`;

/** The command line of `andon`, made from the commands' data. */
export function makeProgram(deps: ProgramDeps, all: readonly Command[] = commands): CommanderCommand {
  const program = new CommanderCommand('andon')
    .description('Sees and steers a deployed Andon: its models, runs, releases and audit trail.')
    .option('--local', 'the local AWS of this folder')
    .option('--profile <name>', 'an AWS account, by a profile of the AWS configuration')
    .option('--stage <name>', 'the deployed stage', 'dev')
    .option('--region <name>', 'the AWS region')
    .option('--json', 'one JSON document on stdout, nothing else')
    .addHelpText('after', exitCodeHelp);
  configure(program, deps);
  const groups = new Map<string, CommanderCommand>();
  for (const command of all) {
    const words = command.name.split(' ');
    const leaf = words.pop() ?? command.name;
    const group = words.join(' ');
    let parent = program;
    if (group !== '') {
      const existing = groups.get(group);
      parent = existing ?? configure(program.command(group).description('the audit trail'), deps);
      groups.set(group, parent);
    }
    addCommand(configure(parent.command(leaf), deps), command, deps);
  }
  return program;
}

/** Throws instead of ending the process, and writes where it is told. Subcommands do not inherit this by themselves when added late. */
function configure(command: CommanderCommand, { stdout, stderr }: ProgramDeps): CommanderCommand {
  return command
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .configureHelp({ showGlobalOptions: true });
}

function addCommand(commander: CommanderCommand, command: Command, deps: ProgramDeps): void {
  commander.description(command.summary).addHelpText('after', exitCodeHelp);
  for (const { term, description } of command.arguments) commander.argument(term, description);
  for (const { flags, description } of command.options) commander.option(flags, description);
  commander.action(async () => {
    const names = command.arguments.map(({ term }) => term.replaceAll(/[<>[\]]/g, ''));
    const given = names.map((name, index) => [name, commander.processedArgs[index]] as const);
    const typed = { ...commander.opts(), ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
    await runCommand(command, { typed, options: commander.optsWithGlobals<GlobalOptions>() }, deps);
  });
}

interface Called {
  readonly typed: Readonly<Record<string, unknown>>;
  readonly options: GlobalOptions;
}

async function runCommand(command: Command, { typed, options }: Called, deps: ProgramDeps): Promise<void> {
  const { stdout, stderr, env, person } = deps;
  const target = await resolveTarget(options, deps);
  const style = styleFor(options.json ? stderr : stdout, env);
  const said = options.json ? stderr : stdout;
  said.write(`${style.faint(describeTarget(target))}\n`);
  const answer = await command.run(typed, await deps.connect(target), person);
  if (options.json) stdout.write(`${JSON.stringify({ ok: answer.code === 0, ...answer.document }, null, 2)}\n`);
  else stdout.write(`${answer.text(style)}\n`);
  deps.exit(answer.code);
}
