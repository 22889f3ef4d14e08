/** What the routes' descriptions in the OpenAPI document share. */
import { z } from 'zod';
import { rightsOfScope, scopes } from '../../contracts/api/administration.ts';
import { OrganisationCode } from '../../contracts/api/organisations.ts';
import { Problem } from '../../contracts/api/problem.ts';
import { IntegratedAddressNumber, MunicipalityCode } from '../../contracts/api/numbers.ts';
import { problemMediaType } from '../../contracts/http.ts';
import { transferRules, type TransferRule } from '../../domain/checked-transfer.ts';
import { failures, type RequestFailureCode } from '../../domain/failures.ts';
import { tiers } from '../../domain/organisations.ts';
import { rightsOfOperationRole, operationRoles, rightsOfRole, roles, type Right } from '../../domain/rights.ts';

export const bearer = 'oauth2';
/** Name of the security scheme by which a signed-in member of staff calls. */
export const sessionCookie = 'session';
const problemContent = { [problemMediaType]: { schema: Problem } };

/** A problem response, in the catalogue's words for each code that it may have. A test compares the status. */
export function describeRefusal(...codes: [RequestFailureCode, ...RequestFailureCode[]]) {
  const description = codes.map((code) => `\`${code}\`: ${failures[code].en}`).join(' ');
  return { description, content: problemContent };
}

/** 404 of a route below a municipality. */
export const describeOrganisationNotFound = (...codes: RequestFailureCode[]) =>
  describeRefusal('UNKNOWN_ORGANISATION', ...codes);
export const describeNotFound = (...codes: RequestFailureCode[]) => describeRefusal('UNKNOWN_MUNICIPALITY', ...codes);

/** Fields as the answer names them, an element of a list as `lines[]`, and what of them no shape can say. */
export type FieldRules = Readonly<Record<string, readonly TransferRule[]>>;

/**
 * 422. A shape says lengths, characters and what may be left out; what is left, such as a check digit, an order of two
 * values or somebody who has to be there, is said here, so that a request of the right shape is refused for nothing else.
 */
export function describeInvalid(fields: FieldRules = {}) {
  const rules = Object.entries(fields).flatMap(([field, broken]) =>
    broken.map((rule) => `- \`${field}\` \`${rule}\`: ${transferRules[rule].en}`),
  );
  const description = [describeRefusal('INVALID_INPUT').description, ofEveryField, ...rules].join('\n');
  return { description, content: problemContent };
}
const ofEveryField = [
  '`errors` names each field and its rule. Of a request that has the shape:',
  `- \`code\` \`CHECK_DIGIT\`: ${transferRules.CHECK_DIGIT.en}`,
  `- \`organisation\` \`CHECK_DIGIT\`: ${transferRules.CHECK_DIGIT.en}`,
  `- any field \`PERSONAL_NUMBER_INSIDE\`: ${transferRules.PERSONAL_NUMBER_INSIDE.en}`,
].join('\n');

const unexpected = describeRefusal('UNEXPECTED');
const away = describeRefusal('DATABASE_AWAY', 'DATABASE_BUSY', 'ENGINE_AWAY');

/** What every route may answer that asks the database. */
export const serverProblems = { 500: unexpected, 503: away } as const;

/** Problems that every route with authentication may answer. */
export const commonProblems = {
  401: describeRefusal('UNAUTHENTICATED'),
  403: describeRefusal('FORBIDDEN'),
  404: describeNotFound(),
  422: describeInvalid(),
  ...serverProblems,
} as const;
/** What a route with a body may answer besides. */
export const bodyProblems = {
  400: describeRefusal('MALFORMED'),
  408: describeRefusal('NOT_IN_TIME'),
  413: describeRefusal('TOO_LARGE'),
  415: describeRefusal('UNSUPPORTED_MEDIA_TYPE'),
} as const;

export function json<const T extends z.ZodType>(schema: T): { 'application/json': { schema: T } } {
  return { 'application/json': { schema } };
}

/** Describes who may call: the scope and the roles that give the right, and the right itself as `x-right`. */
export function securedBy(right: Right): { security: Record<string, string[]>[]; 'x-right': Right } {
  const scope = scopes.find((each) => rightsOfScope[each].includes(right));
  const isOfStaff =
    roles.some((role) => rightsOfRole[role].includes(right)) ||
    tiers.some((tier) => operationRoles.some((role) => rightsOfOperationRole(tier, role).includes(right)));
  return {
    security: [
      ...(scope === undefined ? [] : [{ [bearer]: [scope as string] }]),
      ...(isOfStaff ? [{ [sessionCookie]: [] }] : []),
    ],
    'x-right': right,
  };
}

export const organisationParam = z.object({ organisation: OrganisationCode });
export const municipalityParam = z.object({ code: MunicipalityCode });
export const residentParams = municipalityParam.extend({ integratedAddressNumber: IntegratedAddressNumber });
/** Names a person by the internal id, because an integrated address number may not exist yet. */
export const personParams = municipalityParam.extend({ personId: z.uuid() });
