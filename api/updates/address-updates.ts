/**
 * Staff change the address information of a resident, for a reason that the audit log keeps; notices to the backbones
 * go out through the outbox. If the municipality requires a second person, the change is stored as a proposal, and
 * nobody is told before another person approves it.
 */
import { createRoute } from '@hono/zod-openapi';
import { birthDateRules } from '../../contracts/transfer.ts';
import { AddressUpdate, AddressUpdated, AddressUpdateProposed } from '../../contracts/api/address-update.ts';
import { checkAddressInformation, type CheckedAddressInformation } from '../../domain/checked-transfer.ts';
import { findUpdatable, updateAddressInformation } from '../../storage/updates/address-updates.ts';
import { proposeUpdate } from '../../storage/updates/proposals.ts';
import { auditAllowed, auditIdentityOf } from '../audit/write.ts';
import { municipalityGuard, requireRight } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  json,
  describeNotFound,
  describeRefusal,
  residentParams,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { requireIntegratedAddressNumber } from '../residents/routes.ts';

export function addAddressUpdateRoute(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('residents:update'),
      tags: ['residents'],
      method: 'post',
      path: '/v1/municipalities/{code}/residents/{integratedAddressNumber}/address-information',
      operationId: 'updateAddressInformation',
      summary: '宛名情報を更新する / Update the address information',
      description:
        'Adds a row of table 33, which becomes current, and tells every linked backbone. Of a protected resident it ' +
        'needs residents:view-protected too. Where the municipality wants four eyes (updatesNeedApproval) it is ' +
        'proposed only, and takes effect when another person approves it.',
      middleware: [municipalityGuard(context, 'residents:update'), ...jsonBody] as const,
      request: { params: residentParams, body: { required: true, content: json(AddressUpdate) } },
      responses: {
        200: { description: 'Updated.', content: json(AddressUpdated) },
        202: { description: 'Proposed: it waits for the approval of another.', content: json(AddressUpdateProposed) },
        ...commonProblems,
        ...bodyProblems,
        404: describeNotFound('UNKNOWN_RESIDENT'),
        409: describeRefusal('CHANGED_MEANWHILE', 'NOTHING_CHANGED', 'UPDATE_WAITING'),
        422: describeInvalid({ birthDate: birthDateRules }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const integratedAddressNumber = requireIntegratedAddressNumber(c.req.valid('param').integratedAddressNumber);
      const { currentHistorySeq, reason, ...given } = c.req.valid('json');
      const information = requireValidInformation(given, context.now());
      const { staffId } = auditIdentityOf(caller);
      // No scope gives a program this right.
      if (staffId === null) throw new ProblemError('FORBIDDEN');
      const found = await findUpdatable(c.get('db'), municipality, integratedAddressNumber);
      if (found?.protected === true) await requireRight(context, caller, 'residents:view-protected', municipality);
      // A mistyped number may be anything, so only a resident's own number is audited.
      const subject = found ? integratedAddressNumber : null;
      const update = { municipality, integratedAddressNumber, currentHistorySeq, information, staffId };
      if (found?.needsApproval === true) {
        await auditAllowed(context, caller, municipality, { action: 'residents.update.propose', subject, reason });
        const outcome = await proposeUpdate(c.get('db'), { ...update, reason });
        if (outcome.kind !== 'proposed') throw new ProblemError(problemCodes[outcome.kind]);
        return c.json({ updateId: outcome.updateId }, 202);
      }
      await auditAllowed(context, caller, municipality, { action: 'residents.update', subject, reason });
      const outcome = await updateAddressInformation(c.get('db'), update);
      if (outcome.kind !== 'updated') throw new ProblemError(problemCodes[outcome.kind]);
      return c.json({ historySeq: outcome.historySeq, notices: outcome.notices }, 200);
    },
  );
}

const problemCodes = {
  'unknown-resident': 'UNKNOWN_RESIDENT',
  'changed-meanwhile': 'CHANGED_MEANWHILE',
  'nothing-changed': 'NOTHING_CHANGED',
  'waiting-already': 'UPDATE_WAITING',
} as const;

function requireValidInformation(given: Record<string, unknown>, now: number): CheckedAddressInformation {
  const checked = checkAddressInformation(given, { now });
  if (!checked.valid) throw invalidInput(checked.problems);
  return checked.value;
}
