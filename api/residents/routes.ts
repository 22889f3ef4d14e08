/** Where a resident's code request stands, read from the database, so that it answers while the engine is away. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { AddressNumber, NumberSystem } from '../../contracts/api/numbers.ts';
import { ResidentStatus, Timeline } from '../../contracts/api/residents.ts';
import { failures } from '../../domain/failures.ts';
import { checkAddressNumber } from '../../domain/values/address-number.ts';
import type { Checked } from '../../domain/values/checked.ts';
import { checkImportedIntegratedAddressNumber } from '../../domain/values/integrated-address-number.ts';
import { checkNumberSystem } from '../../domain/values/number-system.ts';
import { findResident, findTimeline, type ResidentKey, type ResidentView } from '../../storage/residents/residents.ts';
import { auditPeople } from '../audit/write.ts';
import { mayUseNumberSystem, municipalityGuard, requireNumberSystem } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv, Caller } from '../context.ts';
import {
  commonProblems,
  json,
  municipalityParam,
  describeNotFound,
  residentParams,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';

/** What every route of one resident may answer. */
export const ofResidents = { ...commonProblems, 404: describeNotFound('UNKNOWN_RESIDENT') } as const;

export function addResidentRoutes(app: ApiApp, context: ApiContext): void {
  const guard = municipalityGuard(context, 'residents:read');
  const common = {
    method: 'get' as const,
    tags: ['residents'],
    middleware: guard,
    ...securedBy('residents:read'),
  };
  const responses = {
    200: { description: 'Where the request stands.', content: json(ResidentStatus) },
    ...ofResidents,
  } as const;

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/residents',
      operationId: 'findResidentByAddressNumber',
      summary: '宛名番号で状態を調べる / Status by number system and address number',
      request: {
        params: municipalityParam,
        query: z.object({ numberSystem: NumberSystem, addressNumber: AddressNumber }),
      },
      responses,
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const query = c.req.valid('query');
      const numberSystem = requireValid('numberSystem', checkNumberSystem(query.numberSystem));
      const addressNumber = requireValid('addressNumber', checkAddressNumber(query.addressNumber));
      await requireNumberSystem(context, c.get('caller'), 'residents:read', municipality, numberSystem);
      return c.json(await readStatus(context, c, municipality, { numberSystem, addressNumber }), 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/residents/{integratedAddressNumber}',
      operationId: 'getResident',
      summary: '団体内統合宛名番号で状態を調べる / Status by integrated address number',
      request: { params: residentParams },
      responses,
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const key = {
        integratedAddressNumber: requireIntegratedAddressNumber(c.req.valid('param').integratedAddressNumber),
      };
      return c.json(await readStatus(context, c, municipality, key), 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/residents/{integratedAddressNumber}/timeline',
      operationId: 'getTimeline',
      summary: '経過を調べる / What happened, step by step',
      request: { params: residentParams },
      responses: { 200: { description: 'The oldest first.', content: json(Timeline) }, ...ofResidents },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const number = requireIntegratedAddressNumber(c.req.valid('param').integratedAddressNumber);
      const entries = await findTimeline(c.get('db'), municipality, number);
      await auditRead(context, c.get('caller'), municipality, 'residents.timeline', entries ? number : null);
      if (!entries) throw new ProblemError('UNKNOWN_RESIDENT');
      return c.json({ entries: entries.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest })) }, 200);
    },
  );
}

async function readStatus(
  context: ApiContext,
  c: Context<ApiEnv>,
  municipality: string,
  key: ResidentKey,
): Promise<ResidentStatus> {
  const caller = c.get('caller');
  const resident = await findResident(c.get('db'), municipality, key);
  await auditRead(context, caller, municipality, 'residents.status', resident?.integratedAddressNumber ?? null);
  if (!resident) throw new ProblemError('UNKNOWN_RESIDENT');
  return statusOf(context.publicUrl, municipality, caller, resident);
}

/** Audits the number only if it is a resident's: a mistyped one may be anything, even a personal number. */
async function auditRead(
  context: ApiContext,
  caller: Caller,
  municipality: string,
  action: string,
  found: string | null,
): Promise<void> {
  await auditPeople(context, caller, municipality, { action, subject: found });
}

function statusOf(publicUrl: string, municipality: string, caller: Caller, resident: ResidentView): ResidentStatus {
  const { integratedAddressNumber, failure } = resident;
  return {
    integratedAddressNumber,
    stage: resident.stage,
    codeRequestStatus: resident.codeRequestStatus,
    attempt: resident.attempt,
    since: resident.since.toISOString(),
    failure: failure && {
      failureId: failure.failureId,
      code: failure.code,
      step: failure.step,
      since: failure.since.toISOString(),
      text: { ja: failures[failure.code].ja, en: failures[failure.code].en },
    },
    heldTransfers: resident.heldTransfers,
    opensAt: resident.opensAt?.toISOString() ?? null,
    acquiredAt: resident.acquiredAt?.toISOString() ?? null,
    historyCount: resident.historyCount,
    addressNumbers: resident.addressNumbers.filter(({ numberSystem }) => mayUseNumberSystem(caller, numberSystem)),
    timelineUrl:
      integratedAddressNumber === null
        ? null
        : `${publicUrl}/v1/municipalities/${municipality}/residents/${integratedAddressNumber}/timeline`,
  };
}

/** Accepts imported numbers too: they are never renumbered, whatever their check digit (domain §0.6). */
export function requireIntegratedAddressNumber(text: string): string {
  return requireValid('integratedAddressNumber', checkImportedIntegratedAddressNumber(text));
}

function requireValid<T>(field: string, checked: Checked<T>): T {
  if (!checked.valid) throw invalidInput([{ field, rule: checked.rule }]);
  return checked.value;
}
