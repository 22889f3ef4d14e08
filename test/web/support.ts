/** The real API with the real pages on a port of its own, and a browser at it. */
import { serve } from '@hono/node-server';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterEach, expect, inject } from 'vitest';
import { whenFileEnds } from '../support/ending.ts';
import type { ApiDeps } from '../../api/context.ts';
import { addWeb } from '../../api/http/web.ts';
import type { Session } from '../../contracts/api/session.ts';
import type { AnyRole } from '../../domain/rights.ts';
import { offerFreePort } from '../../local/ports.ts';
import { codeOf, register } from '../api/sign-in/staff-support.ts';
import { city, openApi, type ApiTest } from '../api/support.ts';

export interface WebTest {
  api: ApiTest;
  /** `http://127.0.0.1:…`, without a slash at the end. */
  address: string;
  browser: Browser;
  /** A page of a browser profile of its own. */
  visit: (options?: VisitOptions) => Promise<Page>;
}
export interface VisitOptions {
  path?: string;
  language?: 'ja' | 'en';
  /** Nobody is signed in without. */
  roles?: readonly AnyRole[];
  /** For whom: the sample municipality without it. */
  organisation?: string;
  /** Told instead of what the server says of the session. */
  session?: Partial<Session>;
  viewport?: { width: number; height: number };
  /** Stays open until the file ends; others close with their test. */
  lasting?: boolean;
}

/** `staff`: how people sign in really; without it the page shows a provider that nobody is sent to. */
export async function openWeb(
  seed: number,
  { staff, webUi }: Partial<Pick<ApiDeps, 'staff'>> & Pick<Parameters<typeof openApi>[1] & object, 'webUi'> = {},
): Promise<WebTest> {
  const port = await offerFreePort();
  const address = `http://127.0.0.1:${String(port)}`;
  const api = await openApi(seed, { publicUrl: address, ...(staff && { staff }), ...(webUi && { webUi }) });
  addWeb(api.app, inject('webFolder'));
  const server = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port });
  const browser = await chromium.connect(inject('browserEndpoint'));
  whenFileEnds(async () => {
    await browser.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const cookies = new Map<string, ReturnType<typeof cookieOf>>();
  const cookieFor = (roles: readonly AnyRole[], organisation: string): ReturnType<typeof cookieOf> => {
    const key = [organisation, ...roles].join();
    const cookie = cookies.get(key) ?? cookieOf(api, address, [...roles], organisation);
    cookies.set(key, cookie);
    return cookie;
  };
  return {
    api,
    address,
    browser,
    async visit({
      path = '/',
      language = 'ja',
      roles,
      organisation = city,
      session,
      viewport = { width: 1280, height: 900 },
      lasting = false,
    } = {}) {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
      if (!lasting) contexts.push(context);
      context.setDefaultTimeout(90_000);
      await context.addInitScript(
        `localStorage.getItem('fugo.language') ?? localStorage.setItem('fugo.language', '${language}')`,
      );
      if (!staff) {
        await context.route('**/v1/sign-in-ways', (route) =>
          route.fulfill({ json: { local: true, oidc: [{ providerId: 'organisation', name: 'ID連携' }] } }),
        );
      }
      if (roles) await context.addCookies([{ ...(await cookieFor(roles, organisation)), url: address }]);
      if (session) {
        await context.route('**/v1/session', async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, json: { ...((await response.json()) as object), ...session } });
        });
      }
      const page = await context.newPage();
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        // A refused request is what some tests are about; a refused script or style is always a mistake.
        if (message.text().includes('Content Security Policy')) problems.push(message.text());
      });
      await page.goto(`${address}${path}`);
      return page;
    },
  };
}

const contexts: BrowserContext[] = [];
/** What went wrong in any page since the last test. */
const problems: string[] = [];
afterEach(async () => {
  await Promise.all(contexts.splice(0).map(closeContext));
  if (problems.length > 0) throw new Error(problems.splice(0).join('\n'));
});

/** A request that a test answers itself may still be on its way. */
async function closeContext(context: BrowserContext): Promise<void> {
  const routed = [context, ...context.pages()];
  await Promise.all(routed.map((each) => each.unrouteAll({ behavior: 'ignoreErrors' })));
  await context.close();
}

/** As the pages do it; the cookie is then the browser's. */
async function cookieOf(
  api: ApiTest,
  address: string,
  roles: AnyRole[],
  organisation: string,
): Promise<{ name: string; value: string }> {
  const member = await register(api, roles, { organisation });
  const password = 'a password of my own';
  const cookies = new Map<string, string>();
  const send = async (path: string, json: unknown): Promise<Response> => {
    const response = await fetch(`${address}/auth${path}`, {
      method: 'POST',
      headers: {
        origin: address,
        'content-type': 'application/json',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: JSON.stringify(json),
    });
    expect(response.status).toBe(200);
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(header) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  await send('/sign-in/email', { email: member.email, password: member.password });
  await send('/change-password', { currentPassword: member.password, newPassword: password });
  const { totpURI } = (await (await send('/two-factor/enable', { password })).json()) as { totpURI: string };
  await send('/two-factor/verify-totp', { code: await codeOf(totpURI) });
  const found = [...cookies].find(([name]) => name.endsWith('session_token'));
  if (!found) throw new Error('nobody is signed in');
  return { name: found[0], value: found[1] };
}

/** Waits until the text is to be seen; a page that is left meanwhile may take it along again. */
export async function expectText(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor({ state: 'visible' });
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No violation of WCAG 2.2 AA that a machine can find. */
export async function expectAccessible(page: Page): Promise<void> {
  // Through the protocol, past the page's own policy, which lets no script in that is not the server's.
  await page.evaluate(`globalThis.axe || (() => { ${await axeSource()} })()`);
  const violations: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then(({ violations }) =>
      violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html) })))`,
  );
  expect(violations).toEqual([]);
}

async function axeSource(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(axe, 'utf8');
}

const documents = fileURLToPath(new URL('../../docs/', import.meta.url));

/**
 * For the documents, in the language of the page and with `bothLanguages` in the other one as well: only what one of them
 * shows, at the width of a desk, and only when it is asked for: FUGO_WEB_PICTURES=1.
 */
export async function keepPicture(page: Page, name: string, { bothLanguages = false } = {}): Promise<void> {
  if (process.env['FUGO_WEB_PICTURES'] !== '1' || page.viewportSize()?.width !== 1280) return;
  const language = await page.evaluate('document.documentElement.lang');
  const path = join('images', 'web', `${name}${language === 'en' ? '-en' : ''}.png`);
  const shown = readdirSync(documents).filter((file) => file.endsWith('.md'));
  if (shown.some((file) => readFileSync(join(documents, file), 'utf8').includes(path))) {
    mkdirSync(join(documents, 'images', 'web'), { recursive: true });
    await page.screenshot({ path: join(documents, path), fullPage: true });
  }
  if (!bothLanguages) return;
  const [other, own] = language === 'en' ? ['日本語', 'English'] : ['English', '日本語'];
  await page.getByRole('button', { name: other }).click();
  await page.getByRole('button', { name: own }).waitFor();
  await keepPicture(page, name);
  await page.getByRole('button', { name: own }).click();
}

/** As a keyboard's user comes to something: by Tab alone. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(
      `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent ?? '').trim()`,
    );
    if (typeof focused === 'string' && (typeof name === 'string' ? focused === name : name.test(focused))) return;
  }
  throw new Error(`the keyboard does not reach ${String(name)}`);
}
