import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The site suite builds and drives a browser; scripts/test.ts runs it after the rest.
    exclude: ['test/site/**', 'node_modules/**'],
    testTimeout: 60_000,
  },
});
