/**
 * The counter of a backbone (担当窓口, seed P:234 and P:312): pages for a clerk, served by the simulator itself.
 *
 * N1. An entry is stored with its transfer before fugo is asked, so it outlives a kill and a fugo that is away.
 * N2. A form has an id, which is in the transfer id: pressed twice, reloaded or sent after a kill it is one transfer.
 * N3. A personal number is in a form's body only: never in an address, a log or a page but the form itself.
 */
import type { MiddlewareHandler } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { AppContext } from '../../base/http.ts';
import type { Base } from '../../base/program.ts';
import { addEntries } from './entries.ts';
import type { Place } from './layout.ts';
import { addLists } from './lists.ts';
import { renderMenuPage, renderMessagePage, renderSignInPage } from './menu-pages.ts';
import { show, type Counter, type ForClerk } from './parts.ts';
import { script } from './script.ts';
import { styles } from './styles.ts';
import { beginVisit, endVisit, findVisit, setLanguage, speakingOf } from './visit.ts';

export function addCounter(counter: Counter): void {
  const { base, backbone, municipalities } = counter;
  const { app } = base;

  const placeOf = (c: AppContext): Place => {
    const visit = findVisit(c, backbone);
    const name = municipalities().find(({ code }) => code === visit?.municipality)?.name;
    return { ...speakingOf(c), backbone, visit, municipalityName: name ?? visit?.municipality ?? '', path: c.req.path };
  };
  const forClerk: ForClerk = (page) => (c) => {
    const place = placeOf(c);
    const { visit } = place;
    return visit ? page(c, { ...place, visit }) : c.redirect('/counter', 303);
  };

  protect(base, placeOf);
  app.get('/counter/styles.css', (c) => c.body(styles, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/counter/script.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }));

  app.get('/counter', (c) => {
    const place = placeOf(c);
    const page = place.visit
      ? renderMenuPage(place)
      : renderSignInPage(place, { municipalities: municipalities(), clerk: '' });
    return show(c, page);
  });
  app.post('/counter/sign-in', async (c) => {
    const body = await c.req.parseBody();
    const clerk = textOf(body['clerk']).trim();
    const municipality = municipalities().find(({ code }) => code === textOf(body['municipality']));
    if (!municipality || clerk === '' || clerk.length > 40) {
      const problem = { field: 'clerk', rule: clerk === '' ? 'problem.missing' : 'TOO_LONG' } as const;
      return show(c, renderSignInPage(placeOf(c), { municipalities: municipalities(), clerk, problem }), 422);
    }
    beginVisit(c, backbone, { clerk, municipality: municipality.code });
    return c.redirect('/counter', 303);
  });
  app.post('/counter/leave', (c) => {
    endVisit(c, backbone);
    return c.redirect('/counter', 303);
  });
  app.post('/counter/language', async (c) => {
    const { to, back } = await c.req.parseBody();
    setLanguage(c, to === 'en' ? 'en' : 'ja');
    const isOwn = /^\/counter(?:\/[a-zA-Z0-9._:-]+)*$/u.test(textOf(back));
    return c.redirect(isOwn ? textOf(back) : '/counter', 303);
  });
  addEntries(counter, forClerk);
  addLists(counter, forClerk);
}

/** A simulator on one machine: who may send a form is told by where it came from, and no page is kept or framed. */
function protect({ app }: Base, placeOf: (c: AppContext) => Place): void {
  app.use(
    '/counter/*',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ['data:'],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'same-origin',
    }),
    async (c, next) => {
      await next();
      c.header('cache-control', 'no-store');
    },
  );
  const fromOwnPages = csrf();
  const refuseOthers: MiddlewareHandler = async (c: AppContext, next) => {
    try {
      await fromOwnPages(c, next);
      return undefined;
    } catch (error) {
      if (!(error instanceof HTTPException) || error.status !== 403) throw error;
      const place = placeOf(c);
      return c.html(await renderMessagePage(place, place.say('problem.elsewhere')), 403);
    }
  };
  app.use('/counter/*', refuseOthers);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
