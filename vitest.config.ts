import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'local/**/*.test.ts', 'ops/**/*.test.ts'],
    testTimeout: 20_000,
    // Functions log as on Lambda; a failing test tells what it needs by itself.
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT' },
    maxWorkers: 2,
  },
});
