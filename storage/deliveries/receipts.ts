/** 受領書: what the targets say, each signed with its own key. */
import { createPublicKey, verify } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { ReceiptStatement, type Receipt } from '../../contracts/deliveries.ts';
import type { Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

export type ReceiptResult =
  /** `rollout`: whose workflow is to look; null when nothing has changed for it. */
  | { kind: 'taken'; no: number; organisation: string; rollout: string | null }
  /** An older one, or the same again: nothing is changed. */
  | { kind: 'repeated'; no: number }
  | { kind: 'malformed' }
  /** No server of this organisation was ever asked for its key. */
  | { kind: 'unknownTarget' }
  | { kind: 'wrongSignature' };

/** Never throws for what the outside has sent. */
export async function takeReceipt(db: Database, receipt: Receipt): Promise<ReceiptResult> {
  const statement = readStatement(receipt.statement);
  if (!statement) return { kind: 'malformed' };
  const { organisation, no } = statement;
  return db.transaction(async (tx) => {
    const [target] = await tx.execute<{ public_key: string; receipt_no: number }>(sql`
      select public_key, receipt_no from delivery_targets where organisation = ${organisation} for no key update`);
    if (!target) return { kind: 'unknownTarget' };
    if (!isSignedBy(target.public_key, receipt)) return { kind: 'wrongSignature' };
    if (no <= target.receipt_no) return { kind: 'repeated', no: target.receipt_no };
    await tx.execute(sql`
      update delivery_targets set holdings = ${asJson(statement.holdings)}, receipt_no = ${no}, seen_at = now()
      where organisation = ${organisation}`);
    const { rollout, name, version, state, bytes, error } = statement;
    // The version that takes the place of a withdrawn one comes under the rollout of that one.
    const changed = await tx.execute<{ rollout: string }>(sql`
      update deliveries d set seen_at = now(), receipt = ${asJson(receipt)}, bytes = ${bytes}, error = ${error},
        changed_at = case when d.state = said.state then d.changed_at else now() end, state = said.state
      from (
        select o.rollout, case when r.version = ${version} then ${state}
          when ${state} = 'applied' or ${state} = 'rolled-back' then 'rolled-back' else null end as state
        from rollouts o join releases r using (release)
        where o.rollout = ${rollout}::uuid and r.name = ${name}
      ) said
      where d.rollout = said.rollout and d.organisation = ${organisation} and said.state is not null
        and d.state <> 'waiting'
      returning d.rollout`);
    // Whoever has been heard of is no longer away, also for what else is on its way to it.
    await tx.execute(sql`
      update deliveries d set seen_at = now() from rollouts o
      where o.rollout = d.rollout and o.state in ('running', 'held') and d.organisation = ${organisation}`);
    return { kind: 'taken', no, organisation, rollout: changed[0]?.rollout ?? null };
  });
}

function readStatement(text: string): ReceiptStatement | undefined {
  try {
    return ReceiptStatement.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function isSignedBy(publicKey: string, { statement, signature }: Receipt): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(statement, 'utf8'), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/**
 * Keeps the key that a server has shown at its control address, which staff registered. A server that was set up anew
 * shows another key, and begins its receipts anew.
 */
export async function registerTarget(
  db: Database,
  { organisation, publicKey, groups }: { organisation: string; publicKey: string; groups?: readonly string[] },
): Promise<void> {
  await db.execute(sql`
    insert into delivery_targets (organisation, public_key) values (${organisation}, ${publicKey})
    on conflict (organisation) do update set public_key = excluded.public_key, receipt_no = 0
    where delivery_targets.public_key <> excluded.public_key`);
  if (groups === undefined) return;
  await db.execute(sql`
    update delivery_targets set groups = string_to_array(${groups.join(',')}, ',') where organisation = ${organisation}`);
}

/** With the worker's time limit of some seconds for each. */
const askedAtOnce = 100;

/** Servers that are to be targets and have shown no key yet: some at a time, since each that is away takes seconds. */
export async function listUnregisteredTargets(
  db: Database,
  rollout: string,
): Promise<{ organisation: string; controlUrl: string }[]> {
  const rows = await db.execute<{ organisation: string; controlUrl: string }>(sql`
    select d.organisation, s.control_url as "controlUrl" from deliveries d join servers s using (organisation)
      left join delivery_targets t using (organisation)
    where d.rollout = ${rollout}::uuid and t.organisation is null order by random() limit ${askedAtOnce}`);
  return [...rows];
}
