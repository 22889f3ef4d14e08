import type { LoadFileStore } from '../../keys/load-file-store.ts';
import type { Database } from '../../storage/database/database.ts';
import { findIdsWithoutLoad } from '../../storage/loads/lost-files.ts';
import { listMunicipalities } from '../../storage/settings/municipalities.ts';

/** The slowest upload is over long before. */
const olderThanMs = 24 * 60 * 60_000;

/** Files of residents that belong to no load: a taker was killed, and its caller was never answered. */
export async function removeLostFiles(db: Database, files: LoadFileStore): Promise<void> {
  for (const { municipality } of await listMunicipalities(db)) {
    const old = await files.listOlder(municipality, olderThanMs);
    const lost = old.length === 0 ? [] : await findIdsWithoutLoad(db, municipality, old);
    for (const loadId of lost) await files.remove({ municipality, loadId });
  }
}
