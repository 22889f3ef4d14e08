/** Pieces of which the routes describe themselves. */
import { z } from 'zod';
import { rightsOfScope, scopes } from '../../contracts/api/administration.ts';
import { Problem } from '../../contracts/api/problem.ts';
import { rightsOfRole, roles, type Right } from '../../domain/rights.ts';

export const bearer = 'oauth2';
/** A member of staff who is signed in. */
export const sessionCookie = 'session';
const problemContent = { 'application/problem+json': { schema: Problem } };

const meaning = (description: string) => ({ description, content: problemContent });

/** Problem responses by status. */
export const problem = {
  400: meaning('The body is not well-formed JSON.'),
  401: meaning('No valid access token, and no session.'),
  403: meaning('This caller may not do this.'),
  404: meaning('No such municipality, resident or entry.'),
  408: meaning('The body did not arrive whole and in time.'),
  409: meaning('It conflicts with what is there.'),
  413: meaning('The body is too large.'),
  415: meaning('The media type is not taken here.'),
  422: meaning('A field breaks a rule; `errors` names each.'),
  500: meaning('Something unexpected; the log has the errorId.'),
  503: meaning('The database or the process engine cannot be reached; `Retry-After` says when to try again.'),
} as const;

/** What every route behind a token may answer. */
export const commonProblems = {
  401: problem[401],
  403: problem[403],
  404: problem[404],
  422: problem[422],
  500: problem[500],
  503: problem[503],
} as const;
/** What a route with a JSON body may answer besides. */
export const bodyProblems = { 400: problem[400], 408: problem[408], 413: problem[413], 415: problem[415] } as const;

export function json<const T extends z.ZodType>(schema: T): { 'application/json': { schema: T } } {
  return { 'application/json': { schema } };
}

/** The scopes and the roles that give the right; the right itself stands beside them. */
export function securedBy(right: Right): { security: Record<string, string[]>[]; 'x-right': Right } {
  const scope = scopes.find((each) => rightsOfScope[each].includes(right));
  const isOfStaff = roles.some((role) => rightsOfRole[role].includes(right));
  return {
    security: [
      ...(scope === undefined ? [] : [{ [bearer]: [scope as string] }]),
      ...(isOfStaff ? [{ [sessionCookie]: [] }] : []),
    ],
    'x-right': right,
  };
}

export const municipalityParam = z.object({
  code: z.string().meta({ description: '全国地方公共団体コード: 6 digits with the check digit.', example: '131016' }),
});
export const residentParams = municipalityParam.extend({
  integratedAddressNumber: z.string().max(40).meta({ example: '000000000000019', pattern: '^[0-9]{1,15}$' }),
});
/** One who may have no number yet, by the internal id. */
export const personParams = municipalityParam.extend({ personId: z.uuid() });
