import { countLines } from './base/batches.ts';
import type { Participant } from './base/program.ts';
import { addCodeRoute, codeRouteTables } from './code-route.ts';

/** 住基ゲートウェイサーバー (embodiment 2): stores personal number and serial in table 246 and forwards them in the hours. */
export const jukiGateway: Participant = {
  tables: codeRouteTables,
  build(base) {
    const { sql } = base.database;
    addCodeRoute(base, 'in-hours');
    return {
      async counts() {
        const counts = Object.entries(await countLines(sql, 'code_requests'));
        return Object.fromEntries(counts.map(([state, count]) => [`246 ${state}`, count]));
      },
    };
  },
};
