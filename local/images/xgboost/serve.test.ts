import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from './testing/fixture.ts';
import { finish, start } from './testing/run-program.ts';
import { TrainingFolder } from './testing/training-folder.ts';

const folder = new TrainingFolder();
const model = join(folder.base, 'model');

beforeAll(() => {
  mkdirSync(model);
  copyFileSync(fixturePath('logistic-missing.model.json'), join(model, 'xgboost-model'));
});
afterAll(() => folder[Symbol.dispose]());

async function serve(environment: Record<string, string> = { SAGEMAKER_BASE_DIR: folder.base }) {
  const child = start('serve.ts', { SAGEMAKER_BIND_TO_PORT: '0', ...environment });
  const line = await new Promise<string>((resolve) => child.stdout!.once('data', (chunk) => resolve(String(chunk))));
  return { child, url: `http://${/127\.0\.0\.1:\d+/.exec(line)?.[0]}` };
}

describe('the serve program', () => {
  it('answers pings, execution parameters and invocations, and leaves when its input is closed', async () => {
    const { child, url } = await serve();
    expect((await fetch(`${url}/ping`)).status).toBe(200);
    const parameters = await (await fetch(`${url}/execution-parameters`)).json();
    expect(parameters).toMatchObject({ BatchStrategy: 'MULTI_RECORD', MaxPayloadInMB: 6 });
    const post = { method: 'POST', headers: { 'content-type': 'text/csv' } };
    const answer = await fetch(`${url}/invocations`, { ...post, body: '1,2,3,,5,6' });
    expect([answer.status, answer.headers.get('content-type'), Number(await answer.text())]).toEqual([
      200,
      'text/csv',
      expect.any(Number),
    ]);
    expect((await fetch(`${url}/invocations`, post)).status).toBe(204);
    expect((await fetch(`${url}/invocations`)).status).toBe(404);
    child.stdin!.end();
    expect(await finish(child)).toMatchObject({ code: 0 });
  });

  it('finds the model in SM_MODEL_DIR and leaves on SIGTERM', async () => {
    const { child, url } = await serve({ SM_MODEL_DIR: model });
    expect((await fetch(`${url}/ping`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await finish(child)).toMatchObject({ code: 0 });
  });

  it('does not start without a model', async () => {
    const { code, stderr } = await finish(
      start('serve.ts', { SM_MODEL_DIR: folder.base, SAGEMAKER_BIND_TO_PORT: '0' }),
    );
    expect(code).toBe(1);
    expect(stderr).toContain('xgboost-model');
  });
});
