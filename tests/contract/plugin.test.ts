import { execFileSync } from 'node:child_process';
import { describe, it } from 'vitest';

describe('the plugin of the deploy framework', () => {
  it('can be required, as the framework does: nothing it imports awaits at its top level', () => {
    execFileSync(process.execPath, ['-e', "require('./packaging/plugin.ts')"], { stdio: 'pipe' });
  });
});
