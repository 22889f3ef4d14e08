/** What the tests of the calendar share: people of each tier, and requests in their names. */
import type { AnyRole } from '../../../domain/rights.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, type ApiTest } from '../support.ts';

export const prefecture = prefectureOf(city);

export type Someone = keyof typeof everybody;
const everybody = {
  planner: [nation, 'manager'],
  approver: [nation, 'manager'],
  operator: [nation, 'administrator'],
  prefectural: [prefecture, 'manager'],
  municipal: [city, 'manager'],
  administrator: [city, 'administrator'],
  clerk: [city, 'clerk'],
} as const satisfies Record<string, readonly [string, AnyRole]>;

export type People = Record<Someone, SignedIn>;

export async function peopleOf(api: ApiTest): Promise<People> {
  const people: Partial<People> = {};
  for (const [name, [organisation, role]] of Object.entries(everybody)) {
    people[name as Someone] = await newcomer(api, [role], { organisation });
  }
  return people as People;
}

export const calendarPath = (organisation: string, rest = ''): string =>
  `/v1/organisations/${organisation}/calendar${rest}`;
export const exceptionPath = (organisation: string, rest = ''): string =>
  `/v1/organisations/${organisation}/hour-exceptions${rest}`;
