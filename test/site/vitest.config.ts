import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: '.',
    include: ['test/site/**/*.test.ts'],
    globalSetup: ['test/site/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // One browser at a time: the machine may have two cores.
    fileParallelism: false,
  },
});
