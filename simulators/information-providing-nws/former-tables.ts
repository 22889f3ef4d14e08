import { takeOverBatches, withFormerTables } from '../base/former-tables.ts';

/** A serial carried its code and whether both were told: see base/former-tables.ts. */
export function withFormerNwsTables(present: string): string {
  return withFormerTables(
    {
      tables: ['serials'],
      column: 'told',
      takeOver: `
        ${takeOverBatches({ table: 'former.serials', delivery: 'S50' })}
        insert into serials (id, line_id, municipality, integrated_number, serial, refused)
        select id, line_id, municipality, integrated_number, serial, refused from former.serials;
        insert into stragglers (line, delivery) select id, 'S50' from former.serials where not told;

        -- The codes' own numbers begin behind those of the serials.
        create temporary table former_code on commit drop as
        select (select last_value from line_blocks) + id as id, municipality, 'S90/' || request_id as request_id,
          serial, linkage_code, code_error, code_state
        from former.serials where code_state is not null;
        ${takeOverBatches({ table: 'former_code', delivery: 'S90' })}
        insert into codes (id, serial, linkage_code, error)
        select id, serial, linkage_code, code_error from former_code;
        insert into stragglers (line, delivery) select id, 'S90' from former_code where code_state = 'pending';
      `,
    },
    present,
  );
}
