import { describe, expect, it } from 'vitest';
import type { Fault, FaultPoint } from '../cloud.ts';
import { createLambdaCloud } from './testing/lambda-cloud.ts';

const SOURCE = "export const handler = async () => { console.log('effect'); return 'done'; };";

function cloudWith(fault: Omit<Fault, 'id'>) {
  const points: FaultPoint[] = [];
  const cloud = createLambdaCloud({
    fault(point) {
      points.push(point);
      return { id: 'f1', ...fault };
    },
  });
  const effects = () => cloud.recording.lines.filter(({ message }) => message.endsWith('effect')).length;
  return { ...cloud, points, effects };
}

describe('faults of Lambda', () => {
  it('answers the injected error and does not run the function', async () => {
    await using cloud = cloudWith({ error: { code: 'ServiceException', message: 'internal', status: 500 } });
    await cloud.define('work', SOURCE);
    await expect(cloud.run('work')).rejects.toMatchObject({ code: 'ServiceException', status: 500 });
    expect(cloud.points).toEqual([{ service: 'lambda', operation: 'Invoke', subject: { FunctionName: 'work' } }]);
    expect(cloud.effects()).toBe(0);
  });

  it('loses the answer after the effect', async () => {
    await using cloud = cloudWith({ drop: true });
    await cloud.define('work', SOURCE);
    await expect(cloud.run('work')).rejects.toMatchObject({ code: 'Unknown' });
    expect(cloud.effects()).toBe(1);
  });

  it('answers late', async () => {
    await using cloud = cloudWith({ delayMs: 60 });
    await cloud.define('work', SOURCE);
    const started = performance.now();
    expect((await cloud.run('work')).payload).toBe('done');
    expect(performance.now() - started).toBeGreaterThanOrEqual(60);
  });
});
