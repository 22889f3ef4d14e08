import { randomUUID } from 'node:crypto';
import type { PendingQuery, Row } from 'postgres';
import {
  type CodeAcquisitionRequestFile,
  type FileReceipt,
  FileRequest,
  ReceiptNumber,
} from '../../contracts/participants/intermediate-server.ts';
import { openNumbers } from '../base/batches.ts';
import { checkDigitOf } from '../base/check-digit.ts';
import { textColumn } from '../base/columns.ts';
import { municipalityOf, parseBody, parseValue } from '../base/http.ts';
import { notHeldBack } from '../base/rows.ts';
import type { Base } from '../base/program.ts';
import { latestSerialRequest } from './tables.ts';

/** The fault `wrong-row`, by place of the line from 0: its row has another personal number, or is missing. */
type Damage = Record<number, 'number' | 'missing'>;

type Receipt = {
  municipality: string;
  request_id: string;
  damage: Damage;
  built: boolean;
  expired: boolean;
  held: boolean;
  /** Its last line has no serial yet. */
  waiting: boolean;
  /** Some line's serial was not yet requested when the file was. */
  nameless: boolean;
};

/** `place`: the line's place in its batch, `first_line`. */
type Line = { line_id: string; serial: string | null; refused: string | null; first_line: string; place: number };

/**
 * Answers S30 with a receipt (S42, S43), and S32 with the request file (S44, S45, S46, S47). A file is built once, when
 * every line has a serial or a refusal, and stays the same.
 */
export function addRequestFiles(base: Base): void {
  const { app, sealed, faults } = base;
  const { sql } = base.database;

  app.post('/v1/municipalities/:municipality/request-files', async (c) => {
    const municipality = municipalityOf(c);
    const { requestId, lines } = await parseBody(c, FileRequest);
    const numbers = textColumn(lines.map(({ integratedAddressNumber }) => integratedAddressNumber));
    const [stored] = await sql<{ receipt_number: string }[]>`
      insert into receipts (receipt_number, municipality, request_id, line_ids, integrated_numbers, serial_requests)
      values (${`R-${randomUUID()}`}, ${municipality}, ${requestId},
        ${textColumn(lines.map(({ lineId }) => lineId))}::text[], ${numbers}::text[],
        ${serialRequestsOf(municipality, sql`${numbers}::text[]`, sql`null::bigint[]`)})
      on conflict (municipality, request_id) do nothing returning receipt_number`;
    const receiptNumber = stored?.receipt_number ?? (await getReceiptNumber(municipality, requestId));
    return c.json({ requestId, receiptNumber } satisfies FileReceipt, 202);
  });

  app.get('/v1/municipalities/:municipality/request-files/:receiptNumber', async (c) => {
    const municipality = municipalityOf(c);
    const receiptNumber = parseValue(c.req.param('receiptNumber'), ReceiptNumber, 'receiptNumber');
    let receipt = await findReceipt(municipality, receiptNumber);
    if (receipt?.nameless) {
      // The file was requested before the serial, because S30 does not wait for S29.
      await sql`
        update receipts
        set serial_requests = ${serialRequestsOf(municipality, sql`integrated_numbers`, sql`serial_requests`)}
        where receipt_number = ${receiptNumber}`;
      receipt = await findReceipt(municipality, receiptNumber);
    }
    if (!receipt) return c.json({ error: 'RECEIPT_UNKNOWN' }, 404);
    if (receipt.expired) return c.json({ error: 'RECEIPT_EXPIRED' }, 410);
    if (!receipt.built && (receipt.held || receipt.waiting)) return c.body(null, 202);
    const lines = await findLines(receiptNumber);
    if (lines.some(({ serial, refused }) => serial === null && refused === null)) return c.body(null, 202);
    const damage = receipt.built ? receipt.damage : await build(municipality, receiptNumber, receipt, lines);
    return c.json(await composeFile(receiptNumber, lines, damage));
  });

  /** The serial requests that are known, else the latest of each integrated number, in the order of the lines. */
  function serialRequestsOf(municipality: string, numbers: PendingQuery<Row[]>, known: PendingQuery<Row[]>) {
    return sql`array(
      select coalesce(line.known, latest.id)
      from unnest(${numbers}, ${known}) with ordinality as line(integrated_number, known, place) left join lateral (
        ${latestSerialRequest(sql, sql`${municipality}`, sql`line.integrated_number`)}
      ) latest on line.known is null
      order by place
    )`;
  }

  async function getReceiptNumber(municipality: string, requestId: string): Promise<string> {
    const [known] = await sql<{ receipt_number: string }[]>`
      select receipt_number from receipts where municipality = ${municipality} and request_id = ${requestId}`;
    if (!known) throw new Error('The receipt that was just stored is not there.');
    return known.receipt_number;
  }

  async function findReceipt(municipality: string, receiptNumber: string): Promise<Receipt | undefined> {
    const [receipt] = await sql<Receipt[]>`
      select municipality, request_id, damage, built_at is not null as built, expires_at < now() as expired,
        not (${notHeldBack(sql, faults, sql`receipt_number`)}) as held,
        array_position(serial_requests, null) is not null as nameless,
        -- Serials come in the order of the lines, so the last line tells nearly always whether one is still missing.
        not exists (select from processing_serials where serial_request = last_line)
          and not exists (select from serial_requests where id = last_line and refused is not null) as waiting
      from receipts cross join lateral (select serial_requests[cardinality(serial_requests)] as last_line) as last
      where receipt_number = ${receiptNumber}`;
    return receipt?.municipality === municipality ? receipt : undefined;
  }

  async function findLines(receiptNumber: string): Promise<readonly Line[]> {
    return sql<Line[]>`
      select line.line_id, issued.serial, request.refused, batch.first_line,
        (line.serial_request - batch.first_line)::integer as place
      from receipts cross join lateral unnest(line_ids, serial_requests)
          with ordinality as line(line_id, serial_request, row)
        left join lateral (
          select serial from processing_serials where serial_request = line.serial_request limit 1
        ) issued on true
        left join lateral (
          select refused from serial_requests where id = line.serial_request limit 1
        ) request on issued.serial is null
        left join lateral (
          select first_line from batches where first_line <= line.serial_request order by first_line desc limit 1
        ) batch on true
      where receipt_number = ${receiptNumber} order by line.row`;
  }

  /** Builds the file (S45). The first call decides about the damage. */
  async function build(
    municipality: string,
    receiptNumber: string,
    receipt: Receipt,
    lines: readonly Line[],
  ): Promise<Damage> {
    const damage: Damage = {};
    if (faults.is('wrong-row')) {
      for (const row of lines.keys()) {
        if (faults.hits('wrong-row')) damage[row] = faults.draw() < 0.5 ? 'number' : 'missing';
      }
    }
    const [built] = await sql`
      with built as (
        update receipts set built_at = now(), damage = ${sql.json(damage)}
        where receipt_number = ${receiptNumber} and built_at is null returning receipt_number
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'file-built', ${receipt.request_id}, receipt_number, ${`${municipality}/${receipt.request_id}`},
          ${sealed.payloadHash(receiptNumber)}
        from built
      )
      select from built`;
    return built ? damage : ((await findReceipt(municipality, receiptNumber))?.damage ?? {});
  }

  async function composeFile(
    receiptNumber: string,
    lines: readonly Line[],
    damage: Damage,
  ): Promise<CodeAcquisitionRequestFile> {
    const batches = await sql<{ first_line: string; sealed_numbers: string }[]>`
      select first_line, sealed_numbers from batches
      where first_line = any(${textColumn([...new Set(lines.map((line) => line.first_line))])}::bigint[])`;
    const numbersOf = new Map(batches.map((batch) => [batch.first_line, openNumbers(sealed, batch.sealed_numbers)]));
    const rows: CodeAcquisitionRequestFile['rows'] = [];
    const refused: CodeAcquisitionRequestFile['refused'] = [];
    for (const [row, { line_id: lineId, serial, refused: reason, first_line: batch, place }] of lines.entries()) {
      if (serial === null) refused.push({ lineId, reason: reason ?? 'SERIAL_REFUSED' });
      else if (damage[row] !== 'missing') {
        const personalNumber = numbersOf.get(batch)?.(place) ?? '';
        rows.push({
          processingSerial: serial,
          personalNumber: damage[row] === 'number' ? anotherNumber(personalNumber) : personalNumber,
        });
      }
    }
    return { receiptNumber, rowCount: rows.length, rows, refused };
  }
}

/** A well-formed personal number other than this one. */
function anotherNumber(personalNumber: string): string {
  const digits = String((Number(personalNumber.slice(0, 11)) + 1) % 100_000_000_000).padStart(11, '0');
  return digits + String(checkDigitOf(digits));
}
