/** Loads for this case: a row in `loads`, its file sealed in its place, and fugo's own activity that reads it. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createInitialLoadActivities } from '../../../activities/initial-load.ts';
import { defaultLoadOptions, type LoadOptions } from '../../../contracts/initial-load.ts';
import { createLoadFileStore } from '../../../keys/load-file-store.ts';
import { openDatabase, type Database } from '../../../storage/database/database.ts';
import { createLoad } from '../../../storage/loads/loads.ts';
import { createDependencies } from '../../../workers/dependencies.ts';
import type { LoadStack } from '../stack.ts';

/** Not registered, so that no sweep starts what is only to be read here. */
export const municipality = '990060';

export const loadOptions: LoadOptions = { ...defaultLoadOptions, format: 'csv', encoding: 'utf-8' };

interface Reading {
  db: Database;
  /** A load of this file that nobody has read. */
  newLoad: (path: string) => Promise<string>;
  /** The file of a load, opened. */
  openFile: (loadId: string) => AsyncIterable<Uint8Array>;
  /** What the worker does. */
  read: (loadId: string) => Promise<{ goodLines: number; badLines: number }>;
}

export function openReading({ home, databaseUrls, keys, temporal, onClose }: LoadStack): Reading {
  const loadFilesFolder = join(home, 'load-files');
  const { db, close } = openDatabase(databaseUrls.worker, { max: 4, name: 'fugo-bench' });
  // As the API's user: a worker does not make loads.
  const api = openDatabase(databaseUrls.api, { max: 1, name: 'fugo-bench' });
  onClose(close);
  onClose(api.close);
  const deps = createDependencies({ db, keys, client: temporal, alwaysOpen: true, loadFilesFolder });
  const activities = createInitialLoadActivities(deps);
  const files = createLoadFileStore({ folder: loadFilesFolder, keys });
  return {
    db,
    async newLoad(path) {
      const loadId = randomUUID();
      const key = { municipality, loadId };
      const { bytes, hash } = await files.store(key, createReadStream(path), { limitBytes: Infinity });
      await createLoad(api.db, {
        ...key,
        fileName: 'residents.csv',
        fileHash: hash,
        fileBytes: bytes,
        options: loadOptions,
        dryRun: true,
        clientId: 'bench',
        staffId: null,
        again: true,
      });
      return loadId;
    },
    openFile: (loadId) => deps.openLoadFile({ municipality, loadId }),
    read: (loadId) => new MockActivityEnvironment().run(activities.readLoadFile, { municipality, loadId }),
  };
}
