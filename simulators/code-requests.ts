import type { CodeRequest } from '../contracts/participants/code-route.ts';
import { requestStateOf } from './base/answers.ts';
import { findTakenLines } from './base/batches.ts';
import { municipalityOf, requestIdOf } from './base/http.ts';
import type { Base } from './base/program.ts';

/** By which the ledger tells a line that came again from another one under its id (S34, S60, S70). */
export function payloadHashesOf(
  { sealed }: Base,
  lines: readonly Pick<CodeRequest['lines'][number], 'processingSerial' | 'personalNumber'>[],
): string[] {
  return lines.map((line) => sealed.payloadHash(`${line.processingSerial}/${line.personalNumber}`));
}

/** Whether a request whose answer was lost has been taken. */
export function addCodeRequestState({ app, database: { sql } }: Base): void {
  app.get('/v1/municipalities/:municipality/code-requests', async (c) => {
    const requestId = requestIdOf(c);
    const lines = await findTakenLines(sql, 'code_requests', municipalityOf(c), requestId);
    return c.json(requestStateOf(requestId, lines));
  });
}
