import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'local/**/*.test.ts', 'ops/**/*.test.ts'],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
});
