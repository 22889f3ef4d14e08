import type { Participant } from '../base/program.ts';
import { addLinkageCodes } from './linkage-codes.ts';
import { addRequestFiles } from './request-files.ts';
import { addSerials } from './serials.ts';
import { intermediateServerTables } from './tables.ts';

/**
 * 中間サーバー 3, with its process S40 (S41 to S47): table 46 with the linkage codes (S100), the registry of serials,
 * receipts and request files.
 */
export const intermediateServer: Participant = {
  tables: intermediateServerTables,
  build(base) {
    const { sql } = base.database;
    addSerials(base);
    addRequestFiles(base);
    addLinkageCodes(base);
    return {
      async counts() {
        const [row] = await sql<{ requests: number; serials: number; files: number; codes: number }[]>`
          select count(*)::int as requests, (select count(*) from processing_serials)::int as serials,
            (select count(*) from receipts where built_at is not null)::int as files,
            (select count(linkage_code) from linkage_codes)::int as codes
          from serial_requests`;
        return { ...row };
      },
    };
  },
};
