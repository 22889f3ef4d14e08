import { defineConfig } from 'vitest/config';

const globalSetup = ['./test/support/global-setup.ts'];

/**
 * What needs servers is a project of its own, so that `vitest run --project unit` starts none. Two cores: three
 * files at a time, because most of them wait for a server or a timer, and whole stacks one after the other, after
 * everything else. The time limits are for what never comes; on a busy machine what comes late passes.
 */
export default defineConfig({
  test: {
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/{unit,cli,simulation}/**/*.test.ts'] } },
      { extends: true, test: { name: 'replay', include: ['test/replay/**/*.test.ts'] } },
      // Each file starts a PostgreSQL of its own, whose backups it restores.
      { extends: true, test: { name: 'backup', include: ['test/backup/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['test/{activities,workflows,storage,api,commands}/**/*.test.ts'],
          globalSetup,
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['test/web/**/*.test.ts'],
          globalSetup: [...globalSetup, './test/web/browser-server.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
