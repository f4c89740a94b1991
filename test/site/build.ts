/** Builds both editions once for all site tests. */
import { spawnSync } from 'node:child_process';

/** Built sites, relative to the repository. */
export const SITES = { public: '.generated/test/public', internal: '.generated/test/internal' } as const;

/** Output of the build command must stay free of warnings, so it is kept for a test to read. */
export const BUILD_LOG = '.generated/test/build.json';

export default async function setup(): Promise<void> {
  const { mkdirSync, writeFileSync } = await import('node:fs');
  mkdirSync('.generated/test', { recursive: true });
  const log: Record<string, { status: number | null; stdout: string; stderr: string }> = {};
  for (const [edition, out] of Object.entries(SITES)) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/build.ts', '--edition', edition, '--out', out, '--as-of', '2026-11-21'],
      { encoding: 'utf8', env: { ...process.env, CI: 'true' } },
    );
    log[edition] = { status, stdout, stderr };
    if (status !== 0) throw new Error(`the ${edition} site did not build:\n${stdout}\n${stderr}`);
  }
  writeFileSync(BUILD_LOG, JSON.stringify(log));
}
