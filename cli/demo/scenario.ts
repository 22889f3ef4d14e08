import { createBusiness } from '../../fictitious/business.ts';
import { createSeeds } from '../../fictitious/lots.ts';
import { createRandom, type Random } from '../../fictitious/random.ts';
import type { BackboneName } from './simulators.ts';
import { sampleMunicipalities } from './municipalities.ts';
import { createPeople, type Person } from './people.ts';

/**
 * What happens to one fictitious resident. Each role ends in exactly one place, so that the counts add up:
 * - `plain`, `simultaneous` (two backbones at once) and `late-number` (a child whose personal number comes later): 依頼済
 * - `withheld`: the national server has no resident record code; error list RESIDENT_RECORD_NOT_FOUND
 * - `mistaken`: entered with the personal number of another resident; error list IDENTITY_MISMATCH
 */
export type Role = 'plain' | 'simultaneous' | 'late-number' | 'withheld' | 'mistaken';

export interface Life {
  role: Role;
  municipality: string;
  person: Person;
  /** The other backbones that enter this resident after the Juki system. */
  others: BackboneName[];
  /** What each backbone that enters this resident has in its own table (21, 23, 25, 27), by column. */
  business: Record<BackboneName, Record<string, string>>;
  /** Whether the Juki system sends the same transfer a second time. */
  repeated: boolean;
}

/** Shares of the roles. Among eight residents or more there is at least one of each. */
const shares = { 'late-number': 0.03, withheld: 0.02, mistaken: 0.02, simultaneous: 0.1 } as const;
const otherShares = { 'tax-system': 0.3, 'nhi-system': 0.25, 'welfare-system': 0.15 } as const;
const repeatedShare = 0.1;

export function createScenario(seed: number, residents: number): Life[] {
  const random = createRandom(seed);
  const createPerson = createPeople(random);
  const seedOf = createSeeds(seed, 'business');
  const lives = random.shuffle(assignRoles(residents)).map((role, index): Life => {
    const place = sampleMunicipalities[index % sampleMunicipalities.length] ?? sampleMunicipalities[0];
    const person = createPerson(place.name);
    const others = role === 'plain' || role === 'simultaneous' ? drawOthers(random) : [];
    return {
      role,
      municipality: place.municipality,
      person,
      others,
      // Drawn apart, so that a seed has the same people with and without it. Nobody else of the household is known.
      business: drawBusiness(createRandom(seedOf(index)), person.name),
      repeated: role === 'plain' && random.chance(repeatedShare),
    };
  });
  return lives.map((life) => (life.role === 'mistaken' ? makeMistaken(lives, life, random) : life));
}

function assignRoles(residents: number): Role[] {
  const roles: Role[] = Array.from({ length: residents }, () => 'plain');
  if (residents < 8) return roles;
  let next = 0;
  for (const role of ['late-number', 'withheld', 'mistaken', 'simultaneous'] as const) {
    const count = Math.max(1, Math.round(residents * shares[role]));
    roles.fill(role, next, next + count);
    next += count;
  }
  return roles;
}

function drawOthers(random: Random): BackboneName[] {
  return (['tax-system', 'nhi-system', 'welfare-system'] as const).filter((name) => random.chance(otherShares[name]));
}

function drawBusiness(random: Random, name: string): Life['business'] {
  const alone = { name, relation: '世帯主' } as const;
  return {
    'juki-system': createBusiness(random, '01', alone),
    'tax-system': createBusiness(random, '02', alone),
    'nhi-system': createBusiness(random, '03', alone),
    'welfare-system': createBusiness(random, '04', alone),
  };
}

/**
 * A clerk has copied the number of somebody else in the same town. Where nobody else lives there, the resident becomes
 * a plain one.
 */
function makeMistaken(lives: readonly Life[], life: Life, random: Random): Life {
  const neighbours = lives.filter(({ role, municipality }) => role === 'plain' && municipality === life.municipality);
  const neighbour = neighbours[random.below(neighbours.length)];
  if (!neighbour) return { ...life, role: 'plain' };
  const { personalNumber, birthDate } = neighbour.person;
  // fugo would take the same birth date and sex for a change of name.
  const person = { ...life.person, personalNumber, sex: neighbour.person.sex === 'male' ? 'female' : 'male' } as const;
  return { ...life, person: { ...person, birthDate: birthDate === person.birthDate ? '不詳' : person.birthDate } };
}
