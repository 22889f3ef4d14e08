/** The real Temporal Web UI behind the staff sign-in: who sees which workflows, readably, and that nothing can be changed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { whenFileEnds } from '../support/ending.ts';
import { getLocalCache } from '../../config/local.ts';
import { searchAttributes } from '../../contracts/search-attributes.ts';
import { offerLastingPort } from '../../local/ports.ts';
import { getTemporalBinary } from '../../local/temporal-binary.ts';
import { startTemporalServer } from '../../local/temporal-server.ts';
import { openClient } from '../../temporal/connection.ts';
import { city, otherCity } from '../api/support.ts';
import { expectText, openWeb, type WebTest } from './support.ts';

const namespace = 'default';
const list = `/temporal/namespaces/${namespace}/workflows`;
const own = `acquire-code/${city}/01890a5d-ac96-774b-bcce-b302099a8057`;
const foreign = `acquire-code/${otherCity}/01890a5d-ac96-774b-bcce-b302099a8058`;
const api = `/temporal/api/v1/namespaces/${namespace}/workflows`;
const nameOf = (id: string): string => encodeURIComponent(id);

let web: WebTest;
let uiUrl: string;

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'fugo-web-ui-'));
  whenFileEnds(() => rmSync(home, { recursive: true, force: true }));
  const binary = await getTemporalBinary(getLocalCache(process.env), () => undefined);
  const [port, uiPort] = [await offerLastingPort(), await offerLastingPort()];
  const server = await startTemporalServer({ binary, home, port, uiPort });
  whenFileEnds(() => server.stop());
  uiUrl = `http://127.0.0.1:${String(uiPort)}`;
  web = await openWeb(217, { webUi: { url: uiUrl, namespace } });
  const client = openClient({ address: server.address, namespace, keys: web.api.store.keys });
  for (const [workflowId, municipality] of [
    [own, city],
    [foreign, otherCity],
  ] as const) {
    await client.workflow.start('acquireCode', {
      workflowId,
      taskQueue: 'nobody',
      args: [{ municipality, personId: 'shown-to-who-may' }],
      typedSearchAttributes: [
        { key: searchAttributes.municipality, value: municipality },
        { key: searchAttributes.errorCode, value: 'ROUTE_REFUSED' },
        { key: searchAttributes.stage, value: 'NEEDS_ATTENTION' },
      ],
    });
  }
});

interface Answer {
  status: number;
  text: string;
}
/** As a script in the person's own page would ask, were it to try. */
async function ask(page: Page, path: string, method = 'GET'): Promise<Answer> {
  return page.evaluate(
    async ([address = '', verb = '']) => {
      const response = await fetch(address, { method: verb });
      return { status: response.status, text: await response.text() };
    },
    [path, method],
  );
}

describe('the Temporal Web UI through fugo', () => {
  test('is not shown to who is not signed in, at any address, and sends people to the sign-in', async () => {
    const page = await fetch(`${web.address}${list}?query=x`, { redirect: 'manual' });
    expect(page.status).toBe(302);
    expect(page.headers.get('location')).toBe(`/sign-in?back=${encodeURIComponent(`${list}?query=x`)}`);
    for (const path of ['/temporal/api/v1/settings', `${api}/${nameOf(own)}/history`, '/temporal/fugo-begin.js']) {
      expect((await fetch(`${web.address}${path}`, { redirect: 'manual' })).status).toBe(401);
    }
  });

  test('is refused to a role without the right, which is audited', async () => {
    const page = await web.visit({ roles: ['clerk'] });
    for (const path of [list, '/temporal/api/v1/settings', `${api}/${nameOf(own)}`]) {
      expect((await ask(page, path)).status).toBe(403);
    }
    const refusals = await web.api.store.see`
      select 1 from audit_log where action = 'workflows:read' and outcome = 'refused'`;
    expect(refusals).toHaveLength(3);
  });

  test('opens a workflow with its payloads readable, and the audit log says who opened it', async () => {
    const page = await web.visit({ path: `${list}/${nameOf(own)}`, roles: ['supervisor'] });
    await page.waitForURL(/\/history/u);
    await page.getByText('Workflow Execution Started').first().click();
    await expectText(page, /shown-to-who-may/u);
    expect(await page.getByRole('button', { name: 'Request Cancellation' }).isDisabled()).toBe(true);
    const opened = await web.api.store.see`
      select municipality, subject, outcome from audit_log where action = 'workflows.read'`;
    expect(opened).toEqual([{ municipality: city, subject: own, outcome: 'allowed' }]);
  });

  test('shows the error list with code and stage, of the own municipality alone', async () => {
    const page = await web.visit({ path: list, roles: ['administrator'] });
    await page.getByRole('cell', { name: 'ROUTE_REFUSED' }).waitFor();
    expect(await page.getByRole('row').allInnerTexts()).toEqual([
      expect.stringMatching(/FugoErrorCode\s+FugoStage/u),
      expect.stringContaining(own),
    ]);
    await page.getByText('エラーリスト Error list').first().click();
    await page.waitForURL(/FugoErrorCode/u);
    await page.getByRole('cell', { name: 'NEEDS_ATTENTION' }).waitFor();
  });

  test('tells nothing of another municipality, however it is asked', async () => {
    const page = await web.visit({ roles: ['supervisor'] });
    for (const path of [nameOf(foreign), `${nameOf(foreign)}/history`, `${nameOf('inquiry/1')}/history`]) {
      expect((await ask(page, `${api}/${path}`)).status).toBe(403);
    }
    const escape = encodeURIComponent(`WorkflowId="x") OR (FugoMunicipality="${otherCity}"`);
    expect((await ask(page, `${api}?query=${escape}`)).status).toBe(422);
    const named = encodeURIComponent(`FugoMunicipality="${otherCity}"`);
    expect(JSON.parse((await ask(page, `${api}?query=${named}`)).text)).not.toHaveProperty('executions.0');
  });

  test('changes nothing: what starts, ends, signals or asks a workflow is refused', async () => {
    const page = await web.visit({ roles: ['supervisor', 'administrator'] });
    const writing = ['terminate', 'cancel', 'reset', 'signal/nudge', 'update/x', 'query/status', 'pause'];
    for (const action of writing) {
      expect((await ask(page, `${api}/${nameOf(own)}/${action}`, 'POST')).status).toBe(405);
      expect((await ask(page, `${api}/${nameOf(own)}/${action}`)).status).toBe(404);
    }
    for (const path of ['batch-operations', 'schedules', 'schedules/x/patch', 'archived-workflows']) {
      expect((await ask(page, `/temporal/api/v1/namespaces/${namespace}/${path}`)).status).toBe(404);
    }
    expect((await ask(page, `${api}/new`, 'POST')).status).toBe(405);
    expect((await ask(page, '/temporal/api/v1/namespaces/temporal-system/workflows')).status).toBe(404);
  });

  test('shows no payload to whoever reaches the UI’s own port', async () => {
    const raw = await (await fetch(`${uiUrl}${api}/${nameOf(own)}/history`)).text();
    expect(raw).toContain(btoa('binary/encrypted'));
    const settings = (await (await fetch(`${uiUrl}/temporal/api/v1/settings`)).json()) as { Codec: object };
    expect(settings.Codec).toMatchObject({ Endpoint: '' });
  });
});
