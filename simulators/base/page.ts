import { html } from 'hono/html';
import { participants, type ParticipantName } from '../../domain/participants.ts';
import type { Fault, LedgerEntry } from '../../contracts/participants/common.ts';
import type { ServerState, ServerView } from '../../contracts/participants/control.ts';

/** A page for people: what the participant is and what it did last. No personal data. */
export function renderPage(page: {
  participant: ParticipantName;
  counts: Record<string, number>;
  servers: readonly ServerView[];
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
      ${page.servers.length === 0 ? '' : renderServers(page.servers)}
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

const states: Record<ServerState, { ja: string; en: string }> = {
  stopped: { ja: '停止', en: 'stopped' },
  starting: { ja: '起動中', en: 'starting' },
  running: { ja: '運転中', en: 'running' },
  stopping: { ja: '停止処理中', en: 'stopping' },
  daily: { ja: '日次処理中', en: 'daily processing' },
};

function renderServers(servers: readonly ServerView[]) {
  return html`<h2>サーバーの運転 <small lang="en">Servers</small></h2>
    <table>
      <tr>
        <th>団体 <span lang="en">Organisation</span></th>
        <th>状態 <span lang="en">State</span></th>
        <th>開始 <span lang="en">Since</span></th>
        <th>カレンダー <span lang="en">Calendar</span></th>
        <th>日次処理 <span lang="en">Daily jobs</span></th>
      </tr>
      ${servers.map(
        ({ organisation, state, since, calendarHash, lastDaily }) =>
          html`<tr>
            <td>${organisation}</td>
            <td>${states[state].ja} <span lang="en">${states[state].en}</span></td>
            <td>${since}</td>
            <td>${calendarHash ?? '–'}</td>
            <td>
              ${
                lastDaily === null
                  ? '–'
                  : `${lastDaily.day} ${lastDaily.jobs.map(({ job, counts }) => `${job}${counts === null ? ' …' : ''}`).join(', ')}`
              }
            </td>
          </tr>`,
      )}
    </table>`;
}
