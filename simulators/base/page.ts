import { html } from 'hono/html';
import { participants, type ParticipantName } from '../../domain/participants.ts';
import type { Fault, LedgerEntry } from '../../contracts/participants/common.ts';

/** A page for people: what the participant is and what it did last. No personal data. */
export function renderPage(page: {
  participant: ParticipantName;
  counts: Record<string, number>;
  fault: Fault;
  latest: readonly LedgerEntry[];
}) {
  const { ja, en, seed, table } = participants[page.participant];
  return html`<!doctype html>
    <html lang="ja">
      <meta charset="utf-8" />
      <title>${ja} ${en}</title>
      <style>
        body {
          font:
            16px/1.6 system-ui,
            sans-serif;
          margin: 2rem auto;
          max-width: 70rem;
          padding: 0 1rem;
        }
        table {
          border-collapse: collapse;
          width: 100%;
        }
        th,
        td {
          border-bottom: 1px solid #ccc;
          padding: 0.25rem 0.5rem;
          text-align: left;
          overflow-wrap: anywhere;
        }
      </style>
      <h1>${ja} <small lang="en">${en}</small></h1>
      <p>
        模擬システム（図番
        ${seed}${table === null ? '' : `、テーブル ${table}`}）です。実在の住民の情報はありません。<br />
        <span lang="en">A simulator with a store of its own; nobody in it is real.</span>
      </p>
      <h2>障害設定 <small lang="en">Fault</small></h2>
      <p><code>${page.fault.kind}</code></p>
      <h2>件数 <small lang="en">Counts</small></h2>
      <table>
        ${Object.entries(page.counts).map(
          ([name, count]) =>
            html`<tr>
              <th>${name}</th>
              <td>${count}</td>
            </tr>`,
        )}
      </table>
      <h2>直近の処理 <small lang="en">Last effects</small></h2>
      <table>
        <tr>
          <th>#</th>
          <th>日時 <span lang="en">At</span></th>
          <th>処理 <span lang="en">Operation</span></th>
          <th>対象 <span lang="en">Subject</span></th>
          <th>要求ID <span lang="en">Request</span></th>
        </tr>
        ${page.latest.map(
          (entry) =>
            html`<tr>
              <td>${entry.seq}</td>
              <td>${entry.at}</td>
              <td>${entry.operation}</td>
              <td>${entry.subject}</td>
              <td>${entry.requestId}</td>
            </tr>`,
        )}
      </table>
    </html>`;
}
