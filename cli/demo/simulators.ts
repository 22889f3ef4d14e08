import type { ZodType } from 'zod';
import {
  ClerkAnswer,
  KnownStored,
  type ClerkInput,
  type KnownResidents,
} from '../../contracts/participants/backbone.ts';
import type { NationalResidents } from '../../contracts/participants/code-route.ts';
import { LedgerSummary } from '../../contracts/participants/common.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import { StrangeAnswer, Unreachable } from '../client/http.ts';

export type BackboneName = Extract<ParticipantName, 'juki-system' | 'tax-system' | 'nhi-system' | 'welfare-system'>;

/**
 * The simulators as the demonstration uses them: it enters residents at them as a clerk, and asks them what was
 * requested twice.
 */
export interface Simulators {
  /** Enters a resident as a clerk does (S11). */
  enter: (backbone: BackboneName, municipality: string, input: ClerkInput) => Promise<ClerkAnswer>;
  /** Residents whom the backbone knows from before; nothing is sent to fugo. */
  know: (backbone: BackboneName, municipality: string, lines: KnownResidents['lines']) => Promise<void>;
  withhold: (personalNumbers: readonly string[]) => Promise<void>;
  /** Requests for a serial beyond the first of a resident, since the stores were made. */
  countDuplicateRequests: () => Promise<number>;
}

export function createSimulators(urls: Record<ParticipantName, string>): Simulators {
  return {
    enter: (backbone, municipality, input) =>
      send(`${urls[backbone]}/v1/municipalities/${municipality}/residents`, 'POST', input, ClerkAnswer),
    async know(backbone, municipality, lines) {
      const body = { lines } satisfies KnownResidents;
      await send(`${urls[backbone]}/v1/municipalities/${municipality}/residents`, 'PUT', body, KnownStored);
    },
    async withhold(personalNumbers) {
      if (personalNumbers.length === 0) return;
      const lines = personalNumbers.map((personalNumber) => ({ personalNumber, state: 'withheld' as const }));
      await send(`${urls['juki-national-server']}/v1/residents`, 'PUT', { lines } satisfies NationalResidents);
    },
    async countDuplicateRequests() {
      const summaries = await Promise.all(
        (['intermediate-server', 'information-providing-nws'] as const).map((name) =>
          send(`${urls[name]}/ledger/summary`, 'GET', undefined, LedgerSummary),
        ),
      );
      // Both count a request that was made twice, so the greater figure is the number of them.
      return Math.max(
        ...summaries.map(({ operations }) =>
          Math.max(
            0,
            ...['serial-request-taken', 'serial-issued'].map((operation) => operations[operation]?.duplicates ?? 0),
          ),
        ),
      );
    },
  };
}

async function send<Body>(
  url: string,
  method: 'GET' | 'POST' | 'PUT',
  body: unknown,
  answer: ZodType<Body>,
): Promise<Body>;
async function send(url: string, method: 'GET' | 'POST' | 'PUT', body: unknown): Promise<undefined>;
async function send(url: string, method: 'GET' | 'POST' | 'PUT', body: unknown, answer?: ZodType): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(60_000),
    });
  } catch (error) {
    throw new Unreachable(new URL(url).origin, { cause: error });
  }
  const text = await response.text();
  const { pathname } = new URL(url);
  // A simulator that is closed or out of order answers 5xx; the clerk tries again.
  if (response.status >= 500) throw new Unreachable(new URL(url).origin);
  if (!response.ok) throw new StrangeAnswer(`${pathname}: HTTP ${response.status}`);
  if (!answer) return undefined;
  const result = answer.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  throw new StrangeAnswer(pathname);
}
