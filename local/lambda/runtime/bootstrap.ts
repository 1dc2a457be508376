import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { encodeFrame, frameDecoder, type InvokeHeader, type ReplyHeader } from './frame.ts';
import { invocationError, RuntimeError } from './invocation-error.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import { captureOutput } from './log-output.ts';
import { installVirtualDate } from './virtual-date.ts';

/** The process inside a sandbox: loads the handler named by the environment, then answers one invocation at a time. */

const REPLIES = 3;
const { env } = process;
const setNow = installVirtualDate();
setNow(Number(env.ANDON_VIRTUAL_NOW));
delete env.ANDON_VIRTUAL_NOW;
let requestId = 'undefined';

/** Synchronous, so that nothing said is lost when the process dies the next moment. */
function reply(header: ReplyHeader, body: string): void {
  let frame = encodeFrame(header, Buffer.from(body));
  while (frame.length > 0) frame = frame.subarray(writeSync(REPLIES, frame));
}

function fail(thrown: unknown, type: 'error' | 'fatal' = 'error'): void {
  const error = invocationError(thrown);
  const report = JSON.stringify({ ...error, stack: error.trace });
  reply({ type: 'log' }, `${new Date().toISOString()}\t${requestId}\tERROR\tInvoke Error \t${report}`);
  reply({ type }, JSON.stringify(error));
}

function context({ requestId: awsRequestId, functionArn, timeoutMs }: InvokeHeader): object {
  const deadline = performance.now() + timeoutMs;
  return {
    awsRequestId,
    invokedFunctionArn: functionArn,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
}

async function invoke(handler: Handler, header: InvokeHeader, body: Uint8Array): Promise<void> {
  setNow(header.now);
  requestId = header.requestId;
  try {
    const event: unknown = body.length === 0 ? {} : JSON.parse(Buffer.from(body).toString('utf8'));
    const result = await handler(event, context(header));
    reply({ type: 'result' }, JSON.stringify(result) ?? 'null');
  } catch (thrown) {
    fail(thrown);
  }
}

async function start(): Promise<void> {
  captureOutput(
    (text) => reply({ type: 'log' }, text),
    () => requestId,
  );
  process.on('uncaughtException', (error) => {
    fail(error, 'fatal');
    process.exit(129);
  });
  process.on('unhandledRejection', (reason) => {
    fail(new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason), reason), 'fatal');
    process.exit(128);
  });
  // The service is gone when its end of the pipe closes.
  process.stdin.on('end', () => process.exit(0));
  const decode = frameDecoder<InvokeHeader>();
  let loaded: Handler | undefined;
  process.stdin.on('data', (chunk: Buffer) => {
    for (const { header, body } of decode(chunk)) if (loaded !== undefined) void invoke(loaded, header, body);
  });
  try {
    loaded = await loadHandler(env.LAMBDA_TASK_ROOT ?? '.', env._HANDLER ?? '');
  } catch (thrown) {
    fail(thrown, 'fatal');
    process.exit(1);
  }
  reply({ type: 'ready' }, '');
  flushCompileCache();
}

void start();
