import { createLambdaCloud } from './lambda-cloud.ts';

/** A program that starts a sandbox in the folder given, says its pid, and waits in the invocation until it is killed. */
const cloud = createLambdaCloud({ directory: process.argv[2] as string });
await cloud.define(
  'long',
  'export const handler = async (event) => event.wait ? new Promise(() => setInterval(() => {}, 1e6)) : process.pid;',
  { Timeout: 900 },
);
const { payload } = await cloud.run('long');
const waiting = cloud.run('long', { wait: true });
process.stdout.write(`sandbox ${payload}\n`);
await waiting;
