/** Inquiries and answers of a test, sent by the pages' own people from their browsers. */
import type { Page } from 'playwright-core';
import type { Answer } from '../../../contracts/api/answers.ts';
import type { InquiryDetail } from '../../../contracts/api/inquiries.ts';
import { nation } from '../../../domain/organisations.ts';
import { city } from '../../api/support.ts';
import type { VisitOptions, WebTest } from '../support.ts';

/** As the page itself would send it, with its cookies. */
export async function send<Body>(page: Page, method: string, path: string, json: unknown): Promise<Body> {
  const answered: unknown = await page.evaluate(
    `fetch(${JSON.stringify(path)}, { method: ${JSON.stringify(method)}, headers: { 'content-type': 'application/json' },
      body: ${JSON.stringify(JSON.stringify(json))} }).then(async (answer) => ({ status: answer.status, body: await answer.text() }))`,
  );
  const { status, body } = answered as { status: number; body: string };
  if (status >= 300) throw new Error(`${method} ${path}: ${String(status)} ${body}`);
  return JSON.parse(body) as Body;
}

export const pathOf = (organisation: string, rest = ''): string => `/organisations/${organisation}/inquiries${rest}`;
const apiOf = (organisation: string, rest: string): string => `/v1/organisations/${organisation}/${rest}`;

export interface People {
  web: WebTest;
  asker: Page;
  agent: Page;
}

/** Their pages show what needs no data; they only send. */
export async function openPeople(web: WebTest): Promise<People> {
  const asker = await web.visit({ path: pathOf(city), roles: ['administrator'], lasting: true });
  const agent = await web.visit({
    path: pathOf(nation),
    organisation: nation,
    roles: ['call-centre'],
    lasting: true,
  });
  return { web, asker, agent };
}

export function ask({ asker }: Pick<People, 'asker'>, inquiry: object = {}): Promise<InquiryDetail> {
  return send(asker, 'POST', apiOf(city, 'inquiries'), {
    requestKey: crypto.randomUUID(),
    kind: 'operation',
    subject: '確認コードが出せません',
    text: '端末を買い替えた職員が、サインインできなくなりました。',
    ...inquiry,
  });
}

export function addAnswer({ agent }: Pick<People, 'agent'>, more: object = {}): Promise<Answer> {
  return send(agent, 'POST', apiOf(nation, 'answers'), {
    kind: 'operation',
    title: '確認コードを作る端末をなくしたとき',
    body: '「職員」の画面で「サインインのやり直し」を行います。',
    ...more,
  });
}

export function answer({ agent }: Pick<People, 'agent'>, { inquiry, version }: InquiryDetail, text: string) {
  return send<InquiryDetail>(agent, 'POST', apiOf(nation, `inquiries/${String(inquiry)}/answers`), {
    requestKey: crypto.randomUUID(),
    version,
    text,
  });
}

export const asAgent = (rest = '', more: Partial<VisitOptions> = {}): VisitOptions => ({
  path: pathOf(nation, rest),
  organisation: nation,
  roles: ['call-centre'],
  ...more,
});
export const asAsker = (rest = '', more: Partial<VisitOptions> = {}): VisitOptions => ({
  path: pathOf(city, rest),
  roles: ['administrator'],
  ...more,
});
