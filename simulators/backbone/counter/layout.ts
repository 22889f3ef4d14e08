import { html, raw } from 'hono/html';
import { participants } from '../../../domain/participants.ts';
import type { Backbone } from '../tables.ts';
import type { CounterMessage } from './messages.ts';
import type { Speaking, Visit } from './visit.ts';

export type Markup = ReturnType<typeof html>;

/** What every page of the counter needs. */
export interface Place extends Speaking {
  backbone: Backbone;
  /** Nobody is signed in without. */
  visit: Visit | undefined;
  municipalityName: string;
  /** The page's own path, to come back to when the language is switched. */
  path: string;
}

const pages = [
  ['/counter', 'nav.menu'],
  ['/counter/new', 'nav.new'],
  ['/counter/number', 'nav.number'],
  ['/counter/residents', 'nav.residents'],
  ['/counter/entries', 'nav.entries'],
  ['/counter/notices', 'nav.notices'],
] as const satisfies [string, CounterMessage][];

export const systemName = ({ backbone, language }: Pick<Place, 'backbone' | 'language'>): string =>
  participants[backbone.name][language].replace(/サーバー$/u, '');

export const tableName = ({ backbone, say }: Pick<Place, 'backbone' | 'say'>): string =>
  say(`table.${backbone.numberSystem}`);

/** The words with the name of this backbone's table put in. */
export const sayOf = (place: Place, key: CounterMessage): string => {
  const text = place.say(key, { table: tableName(place) });
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export function renderLayout(place: Place, title: string, content: Markup): Markup {
  const { language, say, visit } = place;
  const name = `${systemName(place)} ${say('title.counter')}`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${name}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/counter/styles.css" />
      </head>
      <body>
        <a class="skip" href="#content">${say('skip.content')}</a>
        <div class="bar">
          <header>
            <div class="top">
              <a class="name" href="/counter">${name}</a>
              <div class="aside">
                ${
                  visit
                    ? html`<span
                          >${say('signed-in', { clerk: visit.clerk, municipality: place.municipalityName })}</span
                        >
                        <form method="post" action="/counter/leave">
                          <button class="plain">${say('sign-out')}</button>
                        </form>`
                    : ''
                }
                <form method="post" action="/counter/language">
                  <input type="hidden" name="to" value="${language === 'ja' ? 'en' : 'ja'}" />
                  <input type="hidden" name="back" value="${place.path}" />
                  <button class="plain" lang="${language === 'ja' ? 'en' : 'ja'}">${say('other-language')}</button>
                </form>
              </div>
            </div>
            ${visit ? renderPages(place) : ''}
          </header>
        </div>
        <main id="content" tabindex="-1">
          <p class="note">${say('simulator')}</p>
          ${content}
        </main>
        <script src="/counter/script.js"></script>
      </body>
    </html>`;
}

function renderPages({ path, say }: Place): Markup {
  return html`<nav aria-label="${say('nav.label')}">
    <ul>
      ${pages.map(
        ([href, key]) =>
          html`<li><a href="${href}" ${raw(href === path ? 'aria-current="page"' : '')}>${say(key)}</a></li>`,
      )}
    </ul>
  </nav>`;
}

/** In Japan, to the second. */
export const timeOf = (moment: Date): string =>
  moment.toLocaleString('sv-SE', { timeZone: 'Asia/Tokyo', hour12: false });
