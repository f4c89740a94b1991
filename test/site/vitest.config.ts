import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: '.',
    include: ['test/site/**/*.test.ts'],
    globalSetup: ['test/site/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // A file has a browser and a server of its own. Left to itself Vitest keeps one core free: half of a small machine.
    maxWorkers: availableParallelism(),
  },
});
