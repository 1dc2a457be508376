import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** The flags of this process. What cannot be used is told in a line, and ends it. */
export function flags<const Options extends ParseArgsOptionsConfig>(options: Options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(error instanceof Error ? `${error.message}.` : String(error));
  }
}

/** How many of something a flag asks for: a whole number of at least 1. */
export function countOf(flag: string, text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1
    ? value
    : refuse(`--${flag} "${text}" is not a whole number of at least 1.`);
}

function refuse(why: string): never {
  console.error(`${why} See --help.`);
  process.exit(1);
}
