import { addCodeRoute, codeRouteTables } from './code-route.ts';
import type { Participant } from './base/program.ts';

/** 住基ゲートウェイサーバー (embodiment 2): stores (personal number, serial) in table 246 and forwards in the hours. */
export const jukiGateway: Participant = {
  tables: codeRouteTables,
  build(base) {
    const { sql } = base.database;
    addCodeRoute(base, 'in-hours');
    return {
      async counts() {
        const rows = await sql<{ state: string; count: number }[]>`
          select state, count(*)::int as count from code_requests group by state`;
        return Object.fromEntries(rows.map(({ state, count }) => [`246 ${state}`, count]));
      },
    };
  },
};
