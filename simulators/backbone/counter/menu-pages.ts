import { html } from 'hono/html';
import { renderLayout, sayOf, type Markup, type Place } from './layout.ts';
import type { FormProblem } from './form.ts';
import { sentenceOf } from './form.ts';

/** A municipality whose transfers this backbone may send. */
export interface Municipality {
  code: string;
  name: string;
}

export function renderSignInPage(
  place: Place,
  { municipalities, clerk, problem }: { municipalities: readonly Municipality[]; clerk: string; problem?: FormProblem },
): Markup {
  const { say } = place;
  return renderLayout(
    place,
    say('sign-in.title'),
    html`<h1>${say('sign-in.title')}</h1>
      ${
        municipalities.length === 0
          ? html`<p class="result wait">${say('sign-in.none')}</p>`
          : html`<p>${say('sign-in.intro')}</p>
              <form method="post" action="/counter/sign-in" class="card">
                <div class="grid">
                  <div class="field">
                    <label for="clerk">${say('sign-in.clerk')}</label>
                    <input
                      id="clerk"
                      name="clerk"
                      maxlength="40"
                      autocomplete="name"
                      value="${clerk}"
                      required
                      aria-describedby="clerk-error"
                      aria-invalid="${String(problem !== undefined)}"
                    />
                    <span class="error" id="clerk-error">${problem ? sentenceOf(place, problem) : ''}</span>
                  </div>
                  <div class="field">
                    <label for="municipality">${say('sign-in.municipality')}</label>
                    <select id="municipality" name="municipality">
                      ${municipalities.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}
                    </select>
                  </div>
                </div>
                <div class="actions"><button type="submit">${say('sign-in.submit')}</button></div>
              </form>`
      }`,
  );
}

const items = [
  ['/counter/new', 'menu.new', 'menu.new.about'],
  ['/counter/number', 'menu.number', 'menu.number.about'],
  ['/counter/residents', 'menu.residents', 'menu.residents.about'],
  ['/counter/entries', 'menu.entries', 'menu.entries.about'],
  ['/counter/notices', 'menu.notices', 'menu.notices.about'],
] as const;

/** 業務メニュー (seed P:234). */
export function renderMenuPage(place: Place): Markup {
  const { say } = place;
  return renderLayout(
    place,
    say('menu.title'),
    html`<h1>${say('menu.title')}</h1>
      <ul class="tiles">
        ${items.map(
          ([href, title, about]) =>
            html`<li>
              <a href="${href}">${say(title)}</a>
              <p>${sayOf(place, about)}</p>
            </li>`,
        )}
      </ul>
      <p><a href="/">${say('menu.system')}</a></p>`,
  );
}

export function renderMessagePage(place: Place, message: string): Markup {
  return renderLayout(
    place,
    message,
    html`<h1>${message}</h1>
      <p><a href="/counter">${place.say('form.cancel')}</a></p>`,
  );
}
