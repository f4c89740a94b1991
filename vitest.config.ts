import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The site suite builds and drives a browser; scripts/test.ts runs it after the rest.
    exclude: ['test/site/**', 'node_modules/**'],
    // Left to itself it keeps one core free: half of a small machine.
    maxWorkers: availableParallelism(),
    // The longest takes half a minute alone on its core.
    testTimeout: 120_000,
  },
});
