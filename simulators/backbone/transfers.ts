import type { ClerkAnswer } from '../../contracts/participants/backbone.ts';
import { PeerAway } from '../base/peers.ts';
import type { Forwarder } from '../base/forwarder.ts';
import { groupBy, notHeldBack } from '../base/rows.ts';
import { describeError } from '../base/log.ts';
import type { Base } from '../base/program.ts';
import type { Sql } from '../base/database.ts';
import type { Backbone } from './tables.ts';
import type { TransferClient, TransferOutcome } from './transfer-client.ts';

/** Transfers in one request of the background sender. */
const batchSize = 1_000;

export type StoredTransfer = { id: string; transferId: string; addressNumber: string; content: string };

/** Sends stored transfers until fugo has given a final answer to each, and stores the answers (S15, S16). */
export type TransferSender = {
  /** Waits for fugo's answer. Transfers without one have `status: null` and are sent again in the background. */
  sendNow: (municipality: string, transfers: readonly StoredTransfer[]) => Promise<ClerkAnswer[]>;
  /** The same for a stored transfer that is still without an answer and that nobody is sending; else does nothing. */
  sendAgain: (municipality: string, transferId: string) => Promise<void>;
  wake: () => void;
};

export function addTransferSender(base: Base, { table }: Backbone, client: TransferClient): TransferSender {
  const { database, sealed, faults, log } = base;
  const forwarder: Forwarder = base.forward({ name: 'S14', deliver });

  async function deliver(): Promise<'more' | 'done'> {
    const sql = database.background;
    const rows = await sql<{ id: string; municipality: string; transfer_id: string; sealed_content: string }[]>`
      select id, municipality, transfer_id, sealed_content from transfers
      where state = 'pending' and ${notHeldBack(sql, faults, sql`transfer_id`)} order by id limit ${batchSize}`;
    let unanswered = 0;
    for (const [municipality, members] of groupBy(rows, (row) => row.municipality)) {
      const transfers = members.map((row) => ({
        transferId: row.transfer_id,
        content: sealed.open(row.sealed_content),
      }));
      const outcomes = await client.sendMany(municipality, transfers);
      unanswered += members.filter((row) => !outcomes.has(row.transfer_id)).length;
      await storeOutcomes(sql, municipality, outcomes);
    }
    if (unanswered > 0) throw new PeerAway('LINES_WITHOUT_ANSWER');
    return rows.length === batchSize ? 'more' : 'done';
  }

  async function send(
    municipality: string,
    transfers: readonly StoredTransfer[],
  ): Promise<Map<string, TransferOutcome>> {
    // With the fault `never-ready` nothing is sent.
    if (faults.hits('never-ready')) return new Map();
    try {
      const [only, ...others] = transfers;
      if (!only || others.length > 0) {
        return await client.sendMany(municipality, transfers);
      }
      return new Map([[only.transferId, await client.sendOne(municipality, only.content)]]);
    } catch (error) {
      log.warn(describeError(error), 'transfer not answered, trying again in the background');
      return new Map();
    }
  }

  /**
   * Stores answers, integrated numbers and ledger entries in one statement; only the first answer to a transfer counts.
   */
  async function storeOutcomes(
    sql: Sql,
    municipality: string,
    outcomes: ReadonlyMap<string, TransferOutcome>,
  ): Promise<void> {
    if (outcomes.size === 0) return;
    const rows = [...outcomes].map(([transferId, outcome]) => ({
      transfer_id: transferId,
      state: outcome.status < 400 ? 'answered' : 'refused',
      status: outcome.status,
      result: outcome.result,
      integrated_number: outcome.integratedNumber,
      problems: outcome.problems,
      hash: sealed.payloadHash(`${municipality}/${transferId}`),
    }));
    await sql`
      with line as (
        select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as l(transfer_id text, state text, status integer, result text, integrated_number text, problems jsonb,
            hash text)
      ), answered as (
        update transfers t
        set state = line.state, status = line.status, result = line.result,
          integrated_number = line.integrated_number, problems = line.problems, answered_at = now()
        from line
        where t.municipality = ${municipality} and t.transfer_id = line.transfer_id
          and t.state in ('pending', 'sending')
        returning t.transfer_id, t.address_number, line.integrated_number, line.hash
      ), numbered as (
        update ${sql(table)} r set integrated_number = answered.integrated_number, updated_at = now()
        from answered
        where r.municipality = ${municipality} and r.address_number = answered.address_number
          and answered.integrated_number is not null
          and r.integrated_number is distinct from answered.integrated_number
      )
      insert into ledger (operation, request_id, line_id, subject, payload_hash)
      select 'transfer-sent', transfer_id, transfer_id, ${municipality} || '/' || transfer_id, hash from answered`;
  }

  async function sendNow(municipality: string, transfers: readonly StoredTransfer[]): Promise<ClerkAnswer[]> {
    const outcomes = await send(municipality, transfers);
    await storeOutcomes(database.sql, municipality, outcomes);
    const left = transfers.filter(({ transferId }) => !outcomes.has(transferId)).map(({ id }) => ({ id }));
    if (left.length > 0) {
      await database.sql`
        update transfers t set state = 'pending'
        from jsonb_to_recordset(${database.sql.json(left)}::jsonb) as l(id bigint)
        where t.id = l.id and t.state = 'sending'`;
      forwarder.wake();
    }
    return transfers.map(({ transferId, addressNumber }) => {
      const outcome = outcomes.get(transferId);
      return {
        addressNumber,
        transferId,
        status: outcome?.status ?? null,
        result: outcome?.result ?? null,
        integratedAddressNumber: outcome?.integratedNumber ?? null,
      };
    });
  }

  return {
    wake: () => forwarder.wake(),
    sendNow,
    async sendAgain(municipality, transferId) {
      const rows = await database.sql<{ id: string; address_number: string; sealed_content: string }[]>`
        update transfers set state = 'sending'
        where municipality = ${municipality} and transfer_id = ${transferId} and state = 'pending'
        returning id, address_number, sealed_content`;
      const transfers = rows.map((row) => ({
        id: row.id,
        transferId,
        addressNumber: row.address_number,
        content: sealed.open(row.sealed_content),
      }));
      if (transfers.length > 0) await sendNow(municipality, transfers);
    },
  };
}
