import type { KnownResidents } from '../../contracts/participants/backbone.ts';
import { numberSystems } from '../../domain/number-systems.ts';
import { createBusinessOfLines } from '../../fictitious/business.ts';
import { generateLines, type Contents, type Line } from '../../fictitious/lines.ts';
import { getRun } from '../client/session.ts';
import { createSimulators } from '../demo/simulators.ts';
import type { Context } from '../terminal/context.ts';

/** As many as a backbone takes at once. */
const linesABody = 1_000;

/**
 * Lets the simulated backbones of a municipality know the residents of the file as if they had written it: address
 * information, and their own business of each in tables 21, 23, 25 and 27. Throws at once where fugo does not run.
 */
export function backbonesOf(context: Context, municipality: string): { tell: (contents: Contents) => Promise<void> } {
  const simulators = createSimulators(getRun(context).addresses.simulators);
  return {
    async tell(contents) {
      const businessOf = createBusinessOfLines(contents.seed);
      for (const numberSystem of contents.numberSystems) {
        const lines = generateLines({ ...contents, numberSystems: [numberSystem] });
        for (const some of inParts(lines, linesABody)) {
          const known = some.map((line) => knownOf(line, businessOf(line)));
          await simulators.know(numberSystems[numberSystem].participant, municipality, known);
        }
      }
    },
  };
}

function knownOf({ record, resident }: Line, business: Record<string, string>): KnownResidents['lines'][number] {
  const { name, nameKana, birthDate, sex, address, contact, delivery } = resident;
  return {
    addressNumber: record.addressNumber,
    ...(record.personalNumber !== undefined && { personalNumber: record.personalNumber }),
    addressInfo: {
      name,
      nameKana,
      birthDate,
      sex,
      address,
      ...(contact && { contact }),
      ...(delivery && { delivery }),
    },
    business,
  };
}

function* inParts<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let part: Item[] = [];
  for (const item of items) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
