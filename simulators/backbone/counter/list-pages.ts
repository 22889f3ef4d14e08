import { html } from 'hono/html';
import { AddressInfo } from '../../../contracts/participants/backbone.ts';
import type { CodeRequestStanding } from '../../../contracts/participants/code-route.ts';
import type { NoticeRow, ResidentRow, TransferRow } from '../reading.ts';
import { addressFields } from './form.ts';
import { renderLayout, sayOf, timeOf, type Markup, type Place } from './layout.ts';
import type { CounterMessage } from './messages.ts';

/** A table whose rows are cards where it is narrow. */
function renderRows<Row>(
  { say }: Place,
  rows: readonly Row[],
  columns: readonly [title: CounterMessage, cell: (row: Row) => Markup | string][],
): Markup {
  return html`<div class="scroll">
    <table class="rows">
      <thead>
        <tr>
          ${columns.map(([title]) => html`<th scope="col">${say(title)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map(([title, cell]) => html`<td data-title="${say(title)}"><span>${cell(row)}</span></td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const digits = (text: string): Markup => html`<span class="digits">${text}</span>`;
const residentLink = (addressNumber: string, name: string | null): Markup =>
  html`<a href="/counter/residents/${addressNumber}">${name ?? addressNumber}</a>`;

export const renderNotices = (place: Place, notices: readonly NoticeRow[]): Markup =>
  renderRows(place, notices, [
    ['column.at', ({ taken_at: at }) => digits(timeOf(at))],
    ['column.resident', ({ address_number: number, name }) => residentLink(number, name)],
    ['column.kind', ({ kind }) => place.say(`notice.${kind}`)],
    ['column.seq', ({ history_seq: seq }) => digits(String(seq))],
  ]);

export function renderNoticesPage(place: Place, notices: readonly NoticeRow[]): Markup {
  const { say } = place;
  return renderLayout(
    place,
    say('notices.title'),
    html`<h1>${say('notices.title')}</h1>
      <div data-live>
        ${notices.length === 0 ? html`<p>${say('result.no-notices')}</p>` : renderNotices(place, notices)}
      </div>`,
  );
}

const shortResults = ['numbered', 'joined', 'updated', 'held', 'awaitingPersonalNumber', 'pending'] as const;

function answerOf({ say }: Place, { state, result }: TransferRow): string {
  if (state === 'refused') return result ?? '–';
  if (state !== 'answered') return say('state.waiting');
  const known = shortResults.find((each) => each === result);
  return known ? say(`short.${known}`) : (result ?? '–');
}

export const renderEntries = (place: Place, entries: readonly TransferRow[]): Markup =>
  renderRows(place, entries, [
    [
      'column.at',
      ({ transfer_id: id, taken_at: at }) => html`<a class="digits" href="/counter/entries/${id}">${timeOf(at)}</a>`,
    ],
    ['column.resident', ({ address_number: number, name }) => residentLink(number, name)],
    ['column.carries', ({ carries }) => sayOf(place, `carries.${carries}`)],
    ['column.clerk', ({ clerk }) => clerk],
    ['column.answer', (row) => answerOf(place, row)],
    ['result.integratedNumber', ({ integrated_number: number }) => digits(number ?? '–')],
  ]);

export function renderEntriesPage(place: Place, entries: readonly TransferRow[]): Markup {
  const { say } = place;
  return renderLayout(
    place,
    say('entries.title'),
    html`<h1>${say('entries.title')}</h1>
      <div data-live>
        ${entries.length === 0 ? html`<p>${say('entries.none')}</p>` : renderEntries(place, entries)}
      </div>`,
  );
}

const infoOf = (row: { address_info: unknown }): AddressInfo | undefined =>
  AddressInfo.safeParse(row.address_info).data;

export function renderResidentsPage(
  place: Place,
  { search, residents }: { search: string; residents: readonly Omit<ResidentRow, 'business' | 'has_number'>[] },
): Markup {
  const { say } = place;
  return renderLayout(
    place,
    say('residents.title'),
    html`<h1>${say('residents.title')}</h1>
      <form method="get" class="card">
        <div class="field">
          <label for="q">${say('residents.search')}</label>
          <input id="q" name="q" type="search" autocomplete="off" maxlength="100" value="${search}" />
        </div>
        <div class="actions"><button type="submit">${say('residents.submit')}</button></div>
      </form>
      <p class="note">${say('residents.most')}</p>
      ${
        residents.length === 0
          ? html`<p>${say('residents.none')}</p>`
          : renderRows(place, residents, [
              ['column.resident', (row) => residentLink(row.address_number, infoOf(row)?.name ?? null)],
              ['field.birthDate', (row) => infoOf(row)?.birthDate ?? '–'],
              ['field.address', (row) => infoOf(row)?.address ?? '–'],
              ['result.addressNumber', ({ address_number: number }) => digits(number)],
              ['result.integratedNumber', ({ integrated_number: number }) => digits(number ?? '–')],
              ['column.updated', ({ updated_at: at }) => digits(timeOf(at))],
            ])
      }`,
  );
}

export function renderResidentPage(
  place: Place,
  {
    resident,
    entries,
    notices,
    staffWeb,
    standing,
  }: {
    resident: ResidentRow;
    entries: readonly TransferRow[];
    notices: readonly NoticeRow[];
    staffWeb: string | null;
    /** Of the code request on its way to the communication server (seed P:333). */
    standing: CodeRequestStanding['state'];
  },
): Markup {
  const { say, language, backbone } = place;
  const info = infoOf(resident);
  const title = info?.name ?? resident.address_number;
  const shown = addressFields.flatMap((field): [string, string][] => {
    const value = info?.[field];
    if (value === undefined) return [];
    return [[say(`field.${field}`), field === 'sex' ? sexOf(place, value) : value]];
  });
  return renderLayout(
    place,
    title,
    html`<h1>${title}</h1>
      <div data-live>
        <div class="card">
          <dl>
            <dt>${say('result.integratedNumber')}</dt>
            <dd class="big">${resident.integrated_number ?? say('resident.no-number')}</dd>
            <dt>${say('result.addressNumber')}</dt>
            <dd class="digits">${resident.address_number}</dd>
            <dt>${say('resident.has-number')}</dt>
            <dd>${say(resident.has_number ? 'resident.has-number.yes' : 'resident.no-number')}</dd>
          </dl>
          ${standing === 'none' ? '' : html`<p class="note">${say(`standing.${standing}`)}</p>`}
          <div class="actions">
            <a class="button" href="/counter/residents/${resident.address_number}/change">${say('resident.change')}</a>
            ${staffWeb === null ? '' : html`<a href="${staffWeb}">${say('result.staff-web')}</a>`}
          </div>
        </div>
        <h2>${say('form.address')}</h2>
        ${shown.length === 0 ? html`<p>${say('resident.no-address')}</p>` : renderValues(shown)}
        <h2>${sayOf(place, `table.${backbone.numberSystem}`)}</h2>
        ${renderValues(backbone.business.columns.map((column) => [column[language], resident.business[column.name] ?? '–']))}
        <h2>${say('entries.title')}</h2>
        ${entries.length === 0 ? html`<p>${say('entries.none')}</p>` : renderEntries(place, entries)}
        <h2>${say('notices.title')}</h2>
        ${notices.length === 0 ? html`<p>${say('result.no-notices')}</p>` : renderNotices(place, notices)}
      </div>`,
  );
}

const renderValues = (values: readonly (readonly [string, string])[]): Markup =>
  html`<div class="card">
    <dl>
      ${values.map(
        ([title, value]) =>
          html`<dt>${title}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </div>`;

const sexOf = ({ say }: Place, sex: string): string =>
  sex === 'male' || sex === 'female' || sex === 'unknown' ? say(`field.sex.${sex}`) : sex;
