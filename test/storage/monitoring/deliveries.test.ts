/** The watch over file delivery: signatures that nobody makes anew, and servers that do not apply what came to them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MunicipalityLimits } from '../../../contracts/municipality.ts';
import { openKeyVault } from '../../../deliveries/keys.ts';
import { createPublisher } from '../../../deliveries/publisher.ts';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { checkDeliverySignatures, checkDeliveryTargets } from '../../../monitoring/checks/deliveries.ts';
import { putMunicipality } from '../../../storage/settings/municipalities.ts';
import { addServer } from '../../support/operation-data.ts';
import { municipality, openStore, type Store } from '../support.ts';

const dayMs = 86_400_000;
const { signal } = new AbortController();

let store: Store;
beforeAll(async () => {
  store = await openStore(405);
  await putMunicipality(store.api, {
    municipality,
    name: '見本市',
    nameEn: 'Mihon City',
    route: 'JUKI_SYSTEM',
    participants: {},
    hours: commonHours,
    limits: MunicipalityLimits.parse({}),
  });
  await addServer(store.see, municipality);
});

const folder = mkdtempSync(join(tmpdir(), 'fugo-signatures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a signature that nobody makes anew is told of while servers still believe it', async () => {
  const at = (now: number) => checkDeliverySignatures(folder, () => now)(signal);
  // Nothing was published yet.
  expect(await at(Date.now())).toEqual({ ok: true });
  await createPublisher({ folder, vault: openKeyVault(join(folder, 'keys'), store.keys) }).publish([]);
  expect(await at(Date.now())).toEqual({ ok: true });
  expect(await at(Date.now() + 10 * dayMs)).toEqual({ ok: false, error: 'DELIVERY_METADATA_EXPIRES' });
  writeFileSync(join(folder, 'metadata', 'timestamp.json'), '{"signed":');
  expect(await at(Date.now())).toEqual({ ok: false, error: 'DELIVERY_UNREADABLE' });
});

test('a server is behind a day after it might have applied what its wave has brought', async () => {
  const check = () => checkDeliveryTargets(store.api)(signal);
  const { see } = store;
  expect(await check()).toEqual({ ok: true });
  const [release] = await see<{ release: string }[]>`
    insert into releases (name, version, kind, length_bytes, sha256, state, reason, proposed_by, decided_by, decided_at)
    values ('behind', 1, 'program', 1, ${'a'.repeat(64)}, 'published', 'x', 's-8', 's-9', now()) returning release`;
  const [row] = await see<{ rollout: string }[]>`
    insert into rollouts (release, waves, apply_after, started_by)
    values (${release?.release ?? ''}, '[{"share": 50, "atLeastMinutes": 0}, {"share": 100, "atLeastMinutes": 0}]',
      now() - interval '2 days', 's-8') returning rollout`;
  const rollout = row?.rollout ?? '';
  await see`
    insert into deliveries (rollout, organisation, wave, state, changed_at)
    values (${rollout}, ${municipality}, 0, 'pending', now() - interval '23 hours')`;
  expect(await check()).toEqual({ ok: true });
  await see`update deliveries set changed_at = now() - interval '25 hours' where rollout = ${rollout}`;
  expect(await check()).toEqual({ ok: false, error: 'DELIVERY_TARGETS_BEHIND' });
  // Whose wave has not begun is not behind, and whoever has applied it neither.
  await see`update deliveries set wave = 1 where rollout = ${rollout}`;
  expect(await check()).toEqual({ ok: true });
  await see`update deliveries set wave = 0, state = 'applied' where rollout = ${rollout}`;
  expect(await check()).toEqual({ ok: true });
  await see`update deliveries set state = 'downloading' where rollout = ${rollout}`;
  await see`update rollouts set state = 'abandoned', ended_at = now() where rollout = ${rollout}`;
  expect(await check()).toEqual({ ok: true });
});
