/** What the simulators really did, whoever asked them to. */
import { LedgerSummary } from '../../contracts/participants/common.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import type { Run } from '../../local/stack.ts';

export interface LedgerCounts {
  /** Serial requests that the intermediate server has taken. */
  serialRequests: number;
  /** Serials that the NWS has issued. */
  serials: number;
  /** Codes that the intermediate server holds. */
  codes: number;
  /** Effects beyond the first for their subject, of either. */
  duplicates: number;
}

/** How often a participant did each thing it does. */
export async function readOperations({ addresses }: Run, name: ParticipantName): Promise<LedgerSummary['operations']> {
  const response = await fetch(`${addresses.simulators[name]}/ledger/summary`);
  return LedgerSummary.parse(await response.json()).operations;
}

export async function readLedgers(run: Run): Promise<LedgerCounts> {
  const [intermediate, nws] = await Promise.all([
    readOperations(run, 'intermediate-server'),
    readOperations(run, 'information-providing-nws'),
  ]);
  const all = [...Object.values(intermediate), ...Object.values(nws)];
  return {
    serialRequests: intermediate['serial-request-taken']?.effects ?? 0,
    serials: nws['serial-issued']?.effects ?? 0,
    codes: intermediate['code-stored']?.effects ?? 0,
    duplicates: all.reduce((sum, { duplicates }) => sum + duplicates, 0),
  };
}

/** What was done between two looks. */
export function ledgersSince(before: LedgerCounts, after: LedgerCounts): LedgerCounts {
  return {
    serialRequests: after.serialRequests - before.serialRequests,
    serials: after.serials - before.serials,
    codes: after.codes - before.codes,
    duplicates: after.duplicates - before.duplicates,
  };
}
