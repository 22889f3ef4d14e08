import { cancellationSignal } from '@temporalio/activity';
import type { RequestSet } from '../domain/request-set.ts';
import { markDelivered, takeDueNotices, type DueNotice } from '../storage/outbox.ts';
import type { Dependencies } from './dependencies.ts';

/** So many in one go; a sweep comes again. */
const limit = 500;

/**
 * Sends what is due, one request a backbone. Not taken means not acknowledged: it stays and is sent again later under
 * the same notice id, which the backbone knows (S24, S27).
 */
export async function sendDueNotices(
  { db, neighboursOf }: Dependencies,
  municipality: string,
  requests?: RequestSet,
): Promise<{ delivered: number; left: number }> {
  const due = await takeDueNotices(db, municipality, { limit, ...(requests && { requests }) });
  if (due.length === 0) return { delivered: 0, left: 0 };
  const { backbone } = await neighboursOf(municipality);
  const bySystem = new Map<string, DueNotice[]>();
  for (const notice of due) bySystem.set(notice.numberSystem, [...(bySystem.get(notice.numberSystem) ?? []), notice]);
  let delivered = 0;
  for (const [numberSystem, notices] of bySystem) {
    const client = backbone(numberSystem);
    if (!client) continue;
    const [{ noticeId: requestId } = { noticeId: '' }] = notices;
    const reply = await client.sendNotices(
      municipality,
      { requestId, lines: notices.map(lineOf) },
      { signal: cancellationSignal() },
    );
    if (reply.kind !== 'answered') continue;
    const acknowledged = reply.body.results.map(({ lineId, result, reason }) => ({
      noticeId: lineId,
      refusal: result === 'refused' ? (reason ?? 'REFUSED') : null,
    }));
    await markDelivered(db, municipality, acknowledged);
    delivered += acknowledged.length;
  }
  return { delivered, left: due.length - delivered };
}

function lineOf({ noticeId, addressInfo, ...notice }: DueNotice) {
  return { lineId: noticeId, ...notice, ...(notice.kind === 'updated' && { addressInfo }) };
}
