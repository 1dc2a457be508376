import { createLambdaCloud } from './lambda-cloud.ts';

/** A program that starts a sandbox in the folder given, says its pid, and has it wait or spin until it is killed. */
const cloud = createLambdaCloud({ directory: process.argv[2] as string });
await cloud.define(
  'long',
  `export const handler = async ({ way }) => {
    console.log('begun');
    if (way === 'wait') await new Promise(() => setInterval(() => {}, 1e6));
    while (way === 'spin');
    return process.pid;
  };`,
  { Timeout: 900 },
);
const { payload } = await cloud.run('long');
const waiting = cloud.run('long', { way: process.argv[3] });
const begun = () => cloud.recording.lines.filter(({ message }) => message.endsWith('begun')).length;
while (begun() < 2) await new Promise(setImmediate);
process.stdout.write(`sandbox ${payload}\n`);
await waiting;
