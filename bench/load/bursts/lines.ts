/** Transfers as the lines of one body. */
import { ndjsonMediaType, TransferLineResult } from '../../../contracts/api/transfer-lines.ts';
import type { TransferInput } from '../../../contracts/transfer.ts';
import { bodyOf } from '../../common/registering.ts';
import { municipality } from '../stack.ts';
import type { Town } from './town.ts';

const patienceMs = 10 * 60_000;

/** Answers when the last line was answered, with how many were answered without a number. */
export async function sendLines(
  { backbone }: Pick<Town, 'backbone'>,
  transfers: readonly TransferInput[],
): Promise<{ withoutNumber: number }> {
  const content = transfers.map((transfer) => `${JSON.stringify(transfer)}\n`).join('');
  const answer = bodyOf(
    await backbone.callText({
      method: 'POST',
      path: `/v1/municipalities/${municipality}/transfers`,
      text: { content, mediaType: ndjsonMediaType },
      timeoutMs: patienceMs,
    }),
  );
  const results = answer
    .trimEnd()
    .split('\n')
    .map((line) => TransferLineResult.parse(JSON.parse(line)));
  if (results.length !== transfers.length) {
    throw new Error(`The result is void: ${results.length} answers to ${transfers.length} lines.`);
  }
  const strange = results.find(({ result }) => result !== 'numbered' && result !== 'pending');
  if (strange) throw new Error(`A new resident's line was answered ${strange.result ?? strange.problem?.code ?? ''}.`);
  return { withoutNumber: results.filter(({ result }) => result === 'pending').length };
}
