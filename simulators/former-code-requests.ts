import { takeOverBatches, withFormerTables } from './base/former-tables.ts';

/** The lines of the code route as they were: see base/former-tables.ts. The tables of both shapes have one name. */
export function withFormerCodeRequests(delivery: 'S60' | 'S70', present: string): string {
  return withFormerTables(
    {
      tables: ['code_requests'],
      column: 'sealed_personal_number',
      takeOver: `
        ${takeOverBatches({ table: 'former.code_requests', delivery, sealed: true })}
        insert into code_requests (id, line_id, serial, refused)
        select id, line_id, serial, refused from former.code_requests;
        insert into stragglers (line, delivery)
        select id, '${delivery}' from former.code_requests where state = 'pending';
      `,
    },
    present,
  );
}
