/** Converts 宛名番号 ⇄ 団体内統合宛名番号 in both directions, one result for each line (domain §0.7). */
import { createRoute } from '@hono/zod-openapi';
import { NumberConversionResults, NumberConversions } from '../../contracts/api/residents.ts';
import { checkAddressNumber } from '../../domain/values/address-number.ts';
import { checkImportedIntegratedAddressNumber } from '../../domain/values/integrated-address-number.ts';
import { checkNumberSystem } from '../../domain/values/number-system.ts';
import { convertNumbers, type ConvertedNumber, type ResidentKey } from '../../storage/residents/residents.ts';
import { auditPeople } from '../audit/write.ts';
import { mayUseNumberSystem, municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
import { bodyProblems, commonProblems, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { jsonBody } from '../http/validation.ts';

type Line = NumberConversions['lines'][number];
type Result = NumberConversionResults['results'][number];
type Question = { kind: 'key'; key: ResidentKey; numberSystem: string | undefined } | { kind: 'invalid' | 'forbidden' };

export function addNumberConversionRoutes(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/municipalities/{code}/number-conversions',
      operationId: 'convertNumbers',
      tags: ['residents'],
      summary: '番号を変換する / Convert numbers in both directions',
      middleware: [municipalityGuard(context, 'residents:read'), ...jsonBody] as const,
      ...securedBy('residents:read'),
      request: { params: municipalityParam, body: { required: true, content: json(NumberConversions) } },
      responses: {
        200: { description: 'A result a line, in order.', content: json(NumberConversionResults) },
        ...commonProblems,
        ...bodyProblems,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const questions = c.req.valid('json').lines.map((line) => questionOf(line, caller));
      await auditPeople(context, caller, municipality, { action: 'numbers.convert', subject: null });
      const keys = questions.flatMap((each) => (each.kind === 'key' ? [each.key] : []));
      const conversions = (await convertNumbers(c.get('db'), municipality, keys)).values();
      const results = questions.map((each): Result => {
        if (each.kind !== 'key') return { result: each.kind, ...noNumbers };
        return resultOf(conversions.next().value ?? null, caller, each.numberSystem);
      });
      return c.json({ results }, 200);
    },
  );
}

const noNumbers = { integratedAddressNumber: null, addressNumbers: [] };

function questionOf(line: Line, caller: Caller): Question {
  if ('integratedAddressNumber' in line) {
    const number = checkImportedIntegratedAddressNumber(line.integratedAddressNumber);
    return number.valid
      ? { kind: 'key', key: { integratedAddressNumber: number.value }, numberSystem: line.numberSystem }
      : { kind: 'invalid' };
  }
  const numberSystem = checkNumberSystem(line.numberSystem);
  const addressNumber = checkAddressNumber(line.addressNumber);
  if (!numberSystem.valid || !addressNumber.valid) return { kind: 'invalid' };
  if (!mayUseNumberSystem(caller, numberSystem.value)) return { kind: 'forbidden' };
  const key = { numberSystem: numberSystem.value, addressNumber: addressNumber.value };
  return { kind: 'key', key, numberSystem: undefined };
}

/** A backbone learns the address numbers of its own systems only. */
function resultOf(found: ConvertedNumber | null, caller: Caller, wanted: string | undefined): Result {
  if (!found) return { result: 'unknown', ...noNumbers };
  return {
    result: 'found',
    integratedAddressNumber: found.integratedAddressNumber,
    addressNumbers: found.addressNumbers.filter(
      ({ numberSystem }) =>
        mayUseNumberSystem(caller, numberSystem) && (wanted === undefined || wanted === numberSystem),
    ),
  };
}
