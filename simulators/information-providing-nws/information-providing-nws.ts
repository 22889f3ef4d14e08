import { batchTables } from '../base/batches.ts';
import type { Participant } from '../base/program.ts';
import { addCodes } from './codes.ts';
import { addSerials } from './serials.ts';

/**
 * 情報提供ネットワークシステム: issues a processing serial for each line of S41 (sent by S50) and a linkage code for each line of S80
 * (sent by S90). It stores neither personal numbers nor resident record codes. The linkage code is a keyed hash of
 * record code and municipality, so it differs from institution to institution and says nothing about the number.
 */
export const informationProvidingNws: Participant = {
  tables: `
    ${batchTables}
    create sequence if not exists serial_number;
    create table if not exists serials (
      id bigint primary key,
      line_id text not null unique,
      municipality text not null,
      integrated_number text not null,
      serial text unique,
      refused text,
      check ((serial is null) = (refused is not null))
    );
    create table if not exists codes (
      id bigint primary key,
      serial text not null unique,
      linkage_code text,
      error text,
      check ((linkage_code is null) = (error is not null))
    );
  `,
  build(base) {
    const { sql } = base.database;
    addSerials(base);
    addCodes(base);
    return {
      async counts() {
        const [row] = await sql<{ serials: number; refused: number; codes: number }[]>`
          select count(serial)::int as serials, count(refused)::int as refused,
            (select count(linkage_code) from codes)::int as codes
          from serials`;
        return { ...row };
      },
    };
  },
};
