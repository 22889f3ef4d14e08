/** What the people of the sample deliver at its first start, at the real API. */
import { serve } from '@hono/node-server';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { whenFileEnds } from '../../support/ending.ts';
import { deliverSampleFiles } from '../../../cli/demo/deliver.ts';
import { setUpSampleStaff } from '../../../cli/staff/samples.ts';
import type { Context } from '../../../cli/terminal/context.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { addServer } from '../../support/operation-data.ts';
import { city, openApi, type ApiTest } from '../support.ts';

let api: ApiTest;
let context: Context;
beforeAll(async () => {
  api = await openApi(406);
  const home = mkdtempSync(join(tmpdir(), 'fugo-sample-'));
  const clientFile = join(home, 'admin-client.json');
  writeFileSync(clientFile, JSON.stringify(api.clients.administrator));
  const { stdin, stdout, stderr } = process;
  const port = await new Promise<number>((resolve) => {
    const server = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port));
    whenFileEnds(() => {
      server.close();
      rmSync(home, { recursive: true, force: true });
    });
  });
  const env = { FUGO_HOME: home, FUGO_API_URL: `http://127.0.0.1:${String(port)}`, FUGO_ADMIN_CLIENT_FILE: clientFile };
  context = { env, language: 'ja', stdin, stdout, stderr };
  for (const organisation of [nation, prefectureOf(city), city]) await addServer(api.store.see, organisation);
});

test('the calendar, the codes, the variants and the servers’ program go out once, by two people of the nation', async () => {
  let times = 0;
  await setUpSampleStaff(context, nation, async (made) => {
    const [proposer, approver] = [made.get('manager'), made.get('administrator')];
    if (!proposer || !approver) return;
    await deliverSampleFiles(context, { proposer, approver });
    times += 1;
    // A later start finds what is there, and what staff have made of it.
    await deliverSampleFiles(context, { proposer, approver });
    times += 1;
  });
  expect(times).toBe(2);
  const rows = await api.store.see`
    select r.name, r.kind, r.version, r.state, r.proposed_by <> r.decided_by as two, o.state as rollout,
      (select count(*)::int from deliveries d where d.rollout = o.rollout) as targets
    from releases r join rollouts o using (release) order by r.name`;
  expect(rows.map((row) => ({ ...row }))).toEqual(
    [
      ['character-variants', 'variant-table'],
      ['municipality-codes', 'code-table'],
      ['national-calendar', 'calendar'],
      ['server-jobs', 'program'],
    ].map(([name, kind]) => ({
      name,
      kind,
      version: 1,
      state: 'published',
      two: true,
      rollout: 'running',
      targets: 2,
    })),
  );
  // They have signed out again.
  const [sessions] = await api.store.see`select count(*)::int as open from staff_sessions`;
  expect(sessions).toEqual({ open: 0 });
});
