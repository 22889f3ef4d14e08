import { html, raw } from 'hono/html';
import type { NoticeRow, TransferRow } from '../reading.ts';
import { fieldTitle } from './form-page.ts';
import { isTransferRule, sentenceOf } from './form.ts';
import { renderLayout, sayOf, timeOf, type Markup, type Place } from './layout.ts';
import { renderNotices } from './list-pages.ts';

/** S16 and S120: the integrated number that was stored, or that the address information was updated (seed P:312). */
export function renderResultPage(
  place: Place,
  {
    transfer,
    integratedNumber,
    notices,
    staffWeb,
  }: {
    transfer: TransferRow;
    /** What the backbone's own table holds by now. */
    integratedNumber: string | null;
    notices: readonly NoticeRow[];
    /** The resident's page; null while there is no number. */
    staffWeb: string | null;
  },
): Markup {
  const { say } = place;
  const later = notices.filter(({ taken_at: at }) => at >= transfer.taken_at);
  return renderLayout(
    place,
    say('result.title'),
    html`<h1>${say('result.title')}</h1>
      <div data-live>
        ${renderOutcome(place, transfer)}
        <div class="card">
          <dl>
            <dt>${say('result.integratedNumber')}</dt>
            <dd class="big">${integratedNumber ?? say('resident.no-number')}</dd>
            <dt>${say('result.addressNumber')}</dt>
            <dd class="digits">${transfer.address_number}</dd>
            ${
              transfer.name === null
                ? ''
                : html`<dt>${say('field.name')}</dt>
                    <dd>${transfer.name}</dd>`
            }
            <dt>${say('column.carries')}</dt>
            <dd>${sayOf(place, `carries.${transfer.carries}`)}</dd>
            <dt>${say('column.clerk')}</dt>
            <dd>${transfer.clerk}</dd>
            <dt>${say('column.at')}</dt>
            <dd class="digits">${timeOf(transfer.taken_at)}</dd>
          </dl>
          <div class="actions">
            ${staffWeb === null ? '' : html`<a class="button" href="${staffWeb}">${say('result.staff-web')}</a>`}
            <a class="button second" href="/counter/residents/${transfer.address_number}">${say('result.resident')}</a>
            <a href="/counter/new">${say('result.next')}</a>
          </div>
        </div>
        <h2>${say('result.notices')}</h2>
        ${later.length === 0 ? html`<p>${say('result.no-notices')}</p>` : renderNotices(place, later)}
      </div>`,
  );
}

const waiting: ReadonlySet<string> = new Set(['held', 'awaitingPersonalNumber', 'pending']);
const results = ['numbered', 'joined', 'updated', 'held', 'awaitingPersonalNumber', 'pending'] as const;

function renderOutcome(place: Place, transfer: TransferRow): Markup {
  const { say } = place;
  const { state, result, carries, problems, transfer_id: id } = transfer;
  if (state === 'refused') {
    return html`<div class="result bad" role="status">
      ${say('result.refused', { code: result ?? '–' })}
      <ul>
        ${problems.map(
          ({ field, rule }) =>
            html`<li>
              ${fieldTitle(place, field)}: ${isTransferRule(rule) ? sentenceOf(place, { rule }) : ''}
              <code>${field}</code>
              <code>${rule}</code>
            </li>`,
        )}
      </ul>
    </div>`;
  }
  if (state === 'sending') return html`<p class="result wait" role="status">${say('result.sending')}</p>`;
  if (state === 'pending') {
    return html`<div class="result wait" role="status">${say('result.away')}</div>
      <form method="post" action="/counter/entries/${id}/send" class="actions" data-once="${say('form.submitting')}">
        <button type="submit">${say('result.send-again')}</button>
      </form>`;
  }
  const known = results.find((each) => each === result) ?? 'pending';
  const isOfBusiness = carries === 'business' && (known === 'updated' || known === 'joined');
  const key = isOfBusiness ? 'result.updated.business' : (`result.${known}` as const);
  return html`<p class="result ${raw(waiting.has(known) ? 'wait' : 'good')}" role="status">${sayOf(place, key)}</p>`;
}
