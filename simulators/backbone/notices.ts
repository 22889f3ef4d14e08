import { AddressNotices } from '../../contracts/participants/backbone.ts';
import { lineResult, resultsInOrder } from '../base/answers.ts';
import { municipalityOf, parseBody } from '../base/http.ts';
import type { Base } from '../base/program.ts';
import type { Backbone } from './tables.ts';

/**
 * Takes notices S24 and S27: the integrated number (S16), and with `updated` the current address information (S120).
 */
export function addNotices({ app, sealed, faults, database }: Base, { table, numberSystem }: Backbone): void {
  const { sql } = database;

  app.post('/v1/municipalities/:municipality/address-notices', async (c) => {
    const municipality = municipalityOf(c);
    const { requestId, lines } = await parseBody(c, AddressNotices);
    const rows = lines
      .filter((line) => line.numberSystem === numberSystem && !faults.hits('wrong-row'))
      .map((line, position) => ({
        position,
        notice_id: line.lineId,
        kind: line.kind,
        address_number: line.addressNumber,
        integrated_number: line.integratedAddressNumber,
        history_seq: line.historySeq,
        address_info: line.addressInfo ?? null,
        subject: `${municipality}/${line.numberSystem}/${line.addressNumber}/${line.historySeq}/${line.kind}`,
        hash: sealed.payloadHash(JSON.stringify(line)),
      }));
    // A notice that comes late is stored, but does not put older address information over newer.
    const answers = await sql<{ notice_id: string; fresh: boolean }[]>`
      with line as (
        select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as l(position integer, notice_id text, kind text, address_number text, integrated_number text,
            history_seq integer, address_info jsonb, subject text, hash text)
      ), known as (
        select line.* from line join ${sql(table)} r
          on r.municipality = ${municipality} and r.address_number = line.address_number
      ), fresh as (
        insert into notices (municipality, notice_id, address_number, kind, history_seq)
        select ${municipality}, notice_id, address_number, kind, history_seq from known
        on conflict do nothing returning notice_id
      ), newest as (
        select distinct on (address_number) * from known join fresh using (notice_id)
        order by address_number, history_seq desc, position desc
      ), updated as (
        update ${sql(table)} r
        set integrated_number = newest.integrated_number, history_seq = newest.history_seq, updated_at = now(),
          address_info = case when jsonb_typeof(newest.address_info) = 'object'
            then newest.address_info else r.address_info end
        from newest
        where r.municipality = ${municipality} and r.address_number = newest.address_number
          and r.history_seq <= newest.history_seq
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'notice-stored', ${requestId}, notice_id, subject, hash from known join fresh using (notice_id)
      )
      select notice_id, fresh.notice_id is not null as fresh from known left join fresh using (notice_id)`;
    const freshOf = new Map(answers.map((row) => [row.notice_id, row.fresh]));
    const results = lines.map(({ lineId }) => {
      const fresh = freshOf.get(lineId);
      return lineResult(lineId, fresh ? 'accepted' : 'repeated', fresh === undefined ? 'UNKNOWN_ADDRESS_NUMBER' : null);
    });
    return c.json({ requestId, results: resultsInOrder(lines, results) });
  });
}
