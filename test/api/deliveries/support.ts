/** Files, servers and receipts as the tests of deliveries need them. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Receipt, ReceiptStatement } from '../../../contracts/deliveries.ts';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { nation } from '../../../domain/organisations.ts';
import type { SignedIn } from '../sign-in/staff-support.ts';
import type { ApiTest } from '../support.ts';

export const ofNation = (path: string): string => `/v1/organisations/${nation}/${path}`;

/** A national calendar that is another for each `closes`. */
export function calendarFile(closes = commonHours.closes): Uint8Array<ArrayBuffer> {
  const { enforced, opens, closingMarginMinutes } = commonHours;
  const hours = { enforced, opens, closes, closingMarginMinutes, overrides: [] };
  return new TextEncoder().encode(JSON.stringify({ kind: 'calendar', issuedAt: '2026-11-30T00:00:00Z', hours }));
}

interface Proposed {
  name?: string;
  kind?: string;
  reason?: string;
  body?: Uint8Array<ArrayBuffer>;
}

export function propose(
  { browser }: SignedIn,
  { name = 'national-calendar', kind = 'calendar', reason = '祝日の追加のため', body = calendarFile() }: Proposed = {},
): Promise<Response> {
  const query = new URLSearchParams({ name, kind, reason }).toString();
  return browser.send('POST', `${ofNation('releases')}?${query}`, { body });
}

/** Gives the server of the organisation a key, as a worker does that has asked it. */
export async function addTarget(
  { store: { see } }: Pick<ApiTest, 'store'>,
  organisation: string,
  holdings: object = {},
  groups: readonly string[] = [],
): Promise<KeyObject> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const text = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  await see`
    insert into delivery_targets (organisation, public_key, holdings, groups, seen_at)
    values (${organisation}, ${text}, ${see.json({ ...holdings })}, ${[...groups]}, now())
    on conflict (organisation) do update set public_key = excluded.public_key, holdings = excluded.holdings`;
  return privateKey;
}

export function signReceipt(key: KeyObject, statement: ReceiptStatement): Receipt {
  const text = JSON.stringify(statement);
  return { statement: text, signature: sign(null, Buffer.from(text), key).toString('base64') };
}
