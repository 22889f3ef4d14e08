import { takeOverBatches, withFormerTables } from '../base/former-tables.ts';

/** Serial requests carried their serial and the answer to it, and receipts had a row a line: see base/former-tables.ts. */
export function withFormerIntermediateServerTables(present: string): string {
  return withFormerTables(
    {
      tables: ['serial_requests', 'receipts', 'receipt_lines', 'linkage_codes'],
      column: 'sealed_personal_number',
      takeOver: `
        ${takeOverBatches({ table: 'former.serial_requests', delivery: 'S41', sealed: true })}
        insert into serial_requests (id, municipality, line_id, integrated_number, refused)
        select id, municipality, line_id, integrated_number, refused from former.serial_requests;
        insert into stragglers (line, delivery) select id, 'S41' from former.serial_requests where state = 'pending';
        insert into processing_serials (serial, serial_request, municipality, integrated_number)
        select serial, id, municipality, integrated_number from former.serial_requests where serial is not null;

        insert into receipts (receipt_number, municipality, request_id, line_ids, integrated_numbers, serial_requests,
          damage, taken_at, expires_at, built_at)
        select receipt_number, municipality, request_id, array_agg(line_id order by position),
          array_agg(integrated_number order by position), array_agg(serial_request_id order by position),
          coalesce(jsonb_object_agg(position, damage) filter (where damage is not null), '{}'),
          taken_at, expires_at, built_at
        from former.receipts receipt join former.receipt_lines line on line.receipt_id = receipt.id
        group by receipt.id;

        insert into linkage_codes (municipality, integrated_number, serial, linkage_code, stored_at)
        select municipality, integrated_number, serial, linkage_code, stored_at from former.linkage_codes;
        -- The answers to other serials of the same numbers, so that none is taken a second time.
        insert into linkage_codes (municipality, integrated_number, serial, linkage_code, error)
        select municipality, integrated_number, request.serial,
          case when code_error is null then code.linkage_code end,
          coalesce(code_error, case when code.linkage_code is null then 'CODE_REFUSED' end)
        from former.serial_requests request
          left join former.linkage_codes code using (municipality, integrated_number)
        where code_answered on conflict do nothing;
      `,
    },
    present,
  );
}
