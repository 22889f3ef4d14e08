import { NumberConversionResults } from '../../contracts/api/residents.ts';
import { below } from '../../contracts/http.ts';
import { checkImportedIntegratedAddressNumber } from '../../domain/values/integrated-address-number.ts';
import { say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes } from '../terminal/exit.ts';
import { bodyOf, type MunicipalitySession } from '../client/session.ts';
import { isLikePersonalNumber, isUuid, readBy } from '../terminal/values.ts';

export async function residentPath(context: Context, session: MunicipalitySession, text: string): Promise<string> {
  const number = readBy(context, 'INTEGRATED_NUMBER', checkImportedIntegratedAddressNumber)(text);
  if (isLikePersonalNumber(number) && !(await isIntegratedNumber(context, session, number))) {
    throw new CommandError(exitCodes.refused, `UNKNOWN_RESIDENT: ${say(context, 'resident.unknown')}`);
  }
  return below(session.municipality, `residents/${number}`);
}

/** A resident without an integrated number is known by an internal id, which says nothing about the person. */
export async function personPath(context: Context, session: MunicipalitySession, which: string): Promise<string> {
  if (!isUuid(which)) return residentPath(context, session, which);
  return below(session.municipality, `residents/by-person/${which.toLowerCase()}`);
}

/** The number is asked about in a body, because addresses are logged. */
export async function isIntegratedNumber(
  context: Context,
  { municipality, api }: MunicipalitySession,
  integratedAddressNumber: string,
): Promise<boolean> {
  const path = below(municipality, 'number-conversions');
  const body = { lines: [{ integratedAddressNumber }] };
  const { results } = bodyOf(context, await api.call({ method: 'POST', path, body, answer: NumberConversionResults }));
  return results[0]?.result === 'found';
}
