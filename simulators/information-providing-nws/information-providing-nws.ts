import type { Participant } from '../base/program.ts';
import { addCodes } from './codes.ts';
import { addSerials } from './serials.ts';

/**
 * 情報提供ネットワークシステム: issues a processing serial for each line of S41 (told by S50) and a linkage code for each
 * line of S80 (told by S90). It keeps no personal number and no resident record code; the code is a keyed hash of the
 * record code and the municipality, so it differs from institution to institution and says nothing about the number.
 */
export const informationProvidingNws: Participant = {
  tables: `
    create sequence if not exists serial_number;
    create table if not exists serials (
      id bigint generated always as identity primary key,
      line_id text not null unique,
      request_id text not null,
      municipality text not null,
      integrated_number text not null,
      serial text unique,
      refused text,
      told boolean not null default false,
      linkage_code text,
      code_error text,
      code_state text check (code_state in ('pending', 'told')),
      issued_at timestamptz not null default now(),
      check ((serial is null) = (refused is not null))
    );
    create index if not exists serials_untold on serials (id) where not told;
    create index if not exists serials_code_pending on serials (id) where code_state = 'pending';
  `,
  build(base) {
    const { sql } = base.database;
    addSerials(base);
    addCodes(base);
    return {
      async counts() {
        const [row] = await sql<{ serials: number; refused: number; codes: number }[]>`
          select count(serial)::int as serials, count(refused)::int as refused, count(linkage_code)::int as codes
          from serials`;
        return { ...row };
      },
    };
  },
};
