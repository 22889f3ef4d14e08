import type { LoadFileStore } from '../../keys/load-file-store.ts';
import type { Database } from '../../storage/database/database.ts';
import { findIdsWithoutLoad } from '../../storage/loads/lost-files.ts';
import { listMunicipalities } from '../../storage/settings/municipalities.ts';

/** Longer than the slowest upload takes. */
const olderThanMs = 24 * 60 * 60_000;

/** Removes files that belong to no load: the process that took one was killed before it could answer. */
export async function removeLostFiles(db: Database, files: LoadFileStore): Promise<void> {
  for (const { municipality } of await listMunicipalities(db)) {
    const old = await files.listOlder(municipality, olderThanMs);
    const lost = old.length === 0 ? [] : await findIdsWithoutLoad(db, municipality, old);
    for (const loadId of lost) await files.remove({ municipality, loadId });
  }
}
