/** What one member of staff proposes and a second one decides: a held transfer as the same person's, and no four eyes. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addErrorRoutes } from '../../../api/errors/list.ts';
import { addApprovalSettingRoutes } from '../../../api/updates/approval-setting.ts';
import { addProposalRoutes } from '../../../api/updates/second-person.ts';
import type { ApprovalSetting, Proposals } from '../../../contracts/api/proposals.ts';
import type { Role } from '../../../domain/rights.ts';
import { findMunicipality, putUpdatesNeedApproval } from '../../../storage/settings/municipalities.ts';
import { openStore, type Store } from '../../storage/support.ts';
import { heldTransfer } from '../errors/error-list-support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { city, problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;
beforeAll(async () => {
  store = await openStore(248);
  pages = await openStaffPages(store, (app, context) => {
    addErrorRoutes(app, context);
    addApprovalSettingRoutes(app, context);
    addProposalRoutes(app, context);
  });
  for (const staffId of ['chief-1', 'chief-2', 'admin-1']) {
    await store.see`insert into staff (staff_id, name, email) values (${staffId}, ${staffId}, ${`${staffId}@mihon.example`})`;
  }
});
beforeEach(async () => {
  await putUpdatesNeedApproval(store.api, city, true);
  await store.see`update proposals set decision = 'withdrawn', decided_by = proposed_by, decided_at = now() where decision is null`;
});

function as(who: 'chief-1' | 'chief-2' | 'admin-1', method: string, path: string, json?: object): Promise<Response> {
  pages.staff.staffId = who;
  const roles: Role[] = who === 'admin-1' ? ['administrator'] : ['supervisor'];
  return pages.request(method, path, { as: roles, ...(json && { json }) });
}

const reason = '窓口で本人を確認した';
const correct = (who: 'chief-1' | 'chief-2', failureId: string) =>
  as(who, 'POST', `errors/${failureId}/correct`, { decision: 'same-person', staffId: who, reason });
const decide = (who: 'chief-1' | 'chief-2', proposalId: string, how: string, json: object = {}) =>
  as(who, 'POST', `proposals/${proposalId}/${how}`, json);
const compare = (who: 'chief-1' | 'chief-2', failureId: string) => as(who, 'GET', `errors/${failureId}/comparison`);
const resolutionOf = async (failureId: string): Promise<unknown> =>
  (await store.see<{ resolution: string | null }[]>`select resolution from failures where failure_id = ${failureId}`)[0]
    ?.resolution;

async function proposed(): Promise<{ failureId: string; proposalId: string }> {
  const { failureId } = await heldTransfer(store);
  await compare('chief-1', failureId);
  const answer = await correct('chief-1', failureId);
  expect(answer.status).toBe(202);
  return { failureId, ...((await answer.json()) as { proposalId: string }) };
}

describe('taking a held transfer as the same person’s', () => {
  test('is for who has had the comparison open, and for nobody who only says so', async () => {
    await putUpdatesNeedApproval(store.api, city, false);
    const { failureId } = await heldTransfer(store);
    await problemIn(await correct('chief-1', failureId), 409, 'NOT_COMPARED');
    await compare('chief-2', failureId);
    await problemIn(await correct('chief-1', failureId), 409, 'NOT_COMPARED');
    await compare('chief-1', failureId);
    expect((await correct('chief-1', failureId)).status).toBe(200);
    expect(await resolutionOf(failureId)).toBe('corrected');
  });

  test('waits for a second person where there are four eyes, who has looked as well', async () => {
    const { failureId, proposalId } = await proposed();
    expect(await resolutionOf(failureId)).toBeNull();
    await problemIn(await correct('chief-1', failureId), 409, 'PROPOSAL_WAITING');
    await problemIn(await decide('chief-1', proposalId, 'approve'), 403, 'OWN_UPDATE');
    await problemIn(await decide('chief-2', proposalId, 'approve'), 409, 'NOT_COMPARED');
    const { proposals } = await bodyOf<Proposals>(await as('chief-2', 'GET', 'proposals'));
    expect(proposals).toMatchObject([{ proposalId, failureId, kind: 'same-person', own: false, reason }]);
    await compare('chief-2', failureId);
    expect((await decide('chief-2', proposalId, 'approve')).status).toBe(200);
    expect(await resolutionOf(failureId)).toBe('corrected');
    const audited = (await pages.audited()).slice(-1);
    expect(audited).toMatchObject([
      { staff_id: 'chief-2', action: 'errors.correct.same-person.approve', subject: failureId, reason },
    ]);
    await problemIn(await decide('chief-2', proposalId, 'approve'), 409, 'UPDATE_DECIDED');
  });

  test('is decided once, also by two at once', async () => {
    const { failureId, proposalId } = await proposed();
    await compare('chief-2', failureId);
    const answers = await Promise.all([
      decide('chief-2', proposalId, 'approve'),
      decide('chief-2', proposalId, 'reject', { reason: '届出の住所と異なるため' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const [row] = await store.see<
      { decision: string }[]
    >`select decision from proposals where proposal_id = ${proposalId}`;
    expect(await resolutionOf(failureId)).toBe(row?.decision === 'approved' ? 'corrected' : null);
  });

  test('is rejected by another and withdrawn by who proposed it, and then it is over', async () => {
    const rejected = await proposed();
    const why = { reason: '届出の住所と異なるため' };
    expect((await decide('chief-2', rejected.proposalId, 'reject', why)).status).toBe(200);
    expect(await resolutionOf(rejected.failureId)).toBeNull();
    const withdrawn = await proposed();
    await problemIn(await decide('chief-2', withdrawn.proposalId, 'withdraw'), 403, 'FORBIDDEN');
    expect((await decide('chief-1', withdrawn.proposalId, 'withdraw')).status).toBe(200);
    await problemIn(await decide('chief-2', withdrawn.proposalId, 'reject', why), 409, 'UPDATE_DECIDED');
  });
});

describe('turning four eyes off', () => {
  const put = async (isNeeded: boolean): Promise<Response> =>
    as('admin-1', 'PUT', 'approval-setting', { updatesNeedApproval: isNeeded, reason: '要綱の改正による' });
  const isNeeded = async (): Promise<unknown> => (await findMunicipality(store.api, city))?.updatesNeedApproval;

  test('is proposed with a reason, and done when somebody else approves it', async () => {
    const { offProposed } = await bodyOf<ApprovalSetting>(await put(false));
    expect(await isNeeded()).toBe(true);
    await problemIn(await put(false), 409, 'PROPOSAL_WAITING');
    expect((await decide('chief-1', offProposed?.proposalId ?? '', 'approve')).status).toBe(200);
    expect(await isNeeded()).toBe(false);
  });

  test('is taken back by leaving it on', async () => {
    await put(false);
    expect(await bodyOf<ApprovalSetting>(await put(true))).toEqual({ updatesNeedApproval: true, offProposed: null });
    expect(await isNeeded()).toBe(true);
  });
});
