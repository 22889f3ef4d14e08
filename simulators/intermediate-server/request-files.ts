import { randomUUID } from 'node:crypto';
import {
  type CodeAcquisitionRequestFile,
  type FileReceipt,
  FileRequest,
  ReceiptNumber,
} from '../../contracts/participants/intermediate-server.ts';
import { checkDigitOf } from '../base/check-digit.ts';
import { municipalityOf, parseBody, parseValue } from '../base/http.ts';
import { notHeld } from '../base/pending.ts';
import type { Base } from '../base/program.ts';

/** S30 → S43, and S32 → S44–S47. A file is built once, when every line has a serial or a refusal, and stays so. */
export function addRequestFiles(base: Base): void {
  const { app, sealed, faults } = base;
  const { sql } = base.database;

  app.post('/v1/municipalities/:municipality/request-files', async (c) => {
    const municipality = municipalityOf(c);
    const { requestId, lines } = await parseBody(c, FileRequest);
    const rows = lines.map((line, position) => ({
      position,
      line_id: line.lineId,
      integrated_number: line.integratedAddressNumber,
    }));
    await sql`
      with receipt as (
        insert into receipts (municipality, request_id, receipt_number)
        values (${municipality}, ${requestId}, ${`R-${randomUUID()}`}) on conflict do nothing returning id
      )
      insert into receipt_lines (receipt_id, position, line_id, integrated_number, serial_request_id)
      select receipt.id, line.position, line.line_id, line.integrated_number, latest.id
      from receipt
        cross join jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as line(position integer, line_id text, integrated_number text)
        left join lateral (
          select id from serial_requests s
          where s.municipality = ${municipality} and s.integrated_number = line.integrated_number
          order by id desc limit 1
        ) latest on true`;
    const [receipt] = await sql<{ receipt_number: string }[]>`
      select receipt_number from receipts where municipality = ${municipality} and request_id = ${requestId}`;
    if (!receipt) throw new Error('The receipt that was just stored is not there.');
    return c.json({ requestId, receiptNumber: receipt.receipt_number } satisfies FileReceipt, 202);
  });

  app.get('/v1/municipalities/:municipality/request-files/:receiptNumber', async (c) => {
    const municipality = municipalityOf(c);
    const receiptNumber = parseValue(c.req.param('receiptNumber'), ReceiptNumber, 'receiptNumber');
    let receipt = await findReceipt(municipality, receiptNumber);
    if (receipt && receipt.nameless > 0) {
      // The file was asked for before the serial (S30 does not wait for S29).
      await findSerialRequests(receipt.id, municipality);
      receipt = await findReceipt(municipality, receiptNumber);
    }
    if (!receipt) return c.json({ error: 'RECEIPT_UNKNOWN' }, 404);
    if (receipt.expired) return c.json({ error: 'RECEIPT_EXPIRED' }, 410);
    if (!receipt.built && (receipt.waiting || receipt.nameless > 0 || receipt.held)) return c.body(null, 202);
    if (!receipt.built && faults.is('wrong-row')) await damageRows(receipt.id);
    return c.json(await buildFile(receipt.id, receiptNumber, municipality));
  });

  type Receipt = { id: string; built: boolean; expired: boolean; held: boolean; waiting: boolean; nameless: number };
  async function findReceipt(municipality: string, receiptNumber: string): Promise<Receipt | undefined> {
    const [receipt] = await sql<Receipt[]>`
      select id, built_at is not null as built, expires_at < now() as expired,
        not (${notHeld(sql, faults, sql`receipt_number`)}) as held,
        exists (
          select from receipt_lines l join serial_requests s on s.id = l.serial_request_id
          where l.receipt_id = r.id and s.state in ('pending', 'forwarded')
        ) as waiting,
        (select count(*)::int from receipt_lines l where l.receipt_id = r.id and serial_request_id is null) as nameless
      from receipts r where municipality = ${municipality} and receipt_number = ${receiptNumber}`;
    return receipt;
  }

  async function findSerialRequests(receiptId: string, municipality: string): Promise<void> {
    await sql`
      update receipt_lines l set serial_request_id = (
        select id from serial_requests s
        where s.municipality = ${municipality} and s.integrated_number = l.integrated_number
        order by id desc limit 1
      ) where receipt_id = ${receiptId} and serial_request_id is null`;
  }

  /** The fault `wrong-row`: half of the rows it hits carry another personal number, half are missing. */
  async function damageRows(receiptId: string): Promise<void> {
    const lines = await sql<{ position: number }[]>`
      select position from receipt_lines where receipt_id = ${receiptId} order by position`;
    const rows = lines
      .filter(() => faults.hits('wrong-row'))
      .map(({ position }) => ({ position, damage: faults.draw() < 0.5 ? 'number' : 'missing' }));
    await sql`
      update receipt_lines l set damage = d.damage
      from jsonb_to_recordset(${sql.json(rows)}::jsonb) as d(position integer, damage text)
      where l.receipt_id = ${receiptId} and l.position = d.position`;
  }

  async function buildFile(
    receiptId: string,
    receiptNumber: string,
    municipality: string,
  ): Promise<CodeAcquisitionRequestFile> {
    type Line = {
      line_id: string;
      damage: string | null;
      serial: string | null;
      sealed: string;
      refused: string | null;
    };
    const lines = await sql<Line[]>`
      with built as (
        update receipts set built_at = now() where id = ${receiptId} and built_at is null returning request_id
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'file-built', request_id, ${receiptNumber}, ${municipality} || '/' || request_id,
          ${sealed.payloadHash(receiptNumber)}
        from built
      )
      select l.line_id, l.damage, s.serial, s.sealed_personal_number as sealed, s.refused
      from receipt_lines l join serial_requests s on s.id = l.serial_request_id
      where l.receipt_id = ${receiptId} order by l.position`;
    const rows: CodeAcquisitionRequestFile['rows'] = [];
    const refused: CodeAcquisitionRequestFile['refused'] = [];
    for (const { line_id: lineId, damage, serial, sealed: text, refused: reason } of lines) {
      if (serial === null) refused.push({ lineId, reason: reason ?? 'SERIAL_REFUSED' });
      else if (damage !== 'missing') {
        const personalNumber = sealed.open(text);
        rows.push({
          processingSerial: serial,
          personalNumber: damage === 'number' ? anotherNumber(personalNumber) : personalNumber,
        });
      }
    }
    return { receiptNumber, rowCount: rows.length, rows, refused };
  }
}

/** A well-formed personal number that is not this one. */
function anotherNumber(personalNumber: string): string {
  const digits = String((Number(personalNumber.slice(0, 11)) + 1) % 100_000_000_000).padStart(11, '0');
  return digits + String(checkDigitOf(digits));
}
