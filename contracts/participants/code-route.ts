/**
 * The way of serial and personal number from the municipality to the national server: S34, S60, S70. The Juki system
 * (20), the Juki gateway (244) and the communication server (44) all take this request: `POST
 * /v1/municipalities/{municipality}/code-requests` → 202 `LineResults`, `GET …/code-requests?requestId=` →
 * `RequestState`. Refusals: `ROUTE_REFUSED`.
 *
 * The Juki system forwards at once (S60) and answers only when the communication server has taken the lines, so it
 * answers 503 outside the hours. The gateway stores the lines in table 246 at any hour and forwards them during the
 * hours.
 */
import { z } from 'zod';
import { LineId, MunicipalityCode, PersonalNumber, ProcessingSerial, RequestId } from './common.ts';

export const CodeRequest = z.object({
  requestId: RequestId,
  lines: z
    .array(z.object({ lineId: LineId, processingSerial: ProcessingSerial, personalNumber: PersonalNumber }))
    .min(1),
});
export type CodeRequest = z.infer<typeof CodeRequest>;

/**
 * What the Juki system asks the Juki gateway (seed P:333: both exchange information, and no message is named): `POST
 * /v1/municipalities/{municipality}/code-request-standing` → 200 `CodeRequestStanding`, what has become of the newest
 * code request of a resident in table 246. Both programs answer it. A body, because a personal number stands in no
 * address.
 */
export const StandingQuestion = z.object({ personalNumber: PersonalNumber });
export const CodeRequestStanding = z.object({
  /** `stored`: waits for the communication server. */
  state: z.enum(['none', 'stored', 'forwarded', 'refused']),
  takenAt: z.iso.datetime().nullable(),
});
export type CodeRequestStanding = z.infer<typeof CodeRequestStanding>;

/** S70, communication server → national server: `POST /v1/code-requests` → `LineResults`. Line id: the serial. */
export const NationalCodeRequest = z.object({
  requestId: RequestId,
  lines: z
    .array(
      z.object({
        lineId: LineId,
        municipality: MunicipalityCode,
        processingSerial: ProcessingSerial,
        personalNumber: PersonalNumber,
      }),
    )
    .min(1),
});
export type NationalCodeRequest = z.infer<typeof NationalCodeRequest>;

/**
 * The national server's register, for tests and demonstrations: `PUT /v1/residents`. An unlisted personal number gets a
 * resident record code on first sight; a `withheld` one answers RESIDENT_RECORD_NOT_FOUND until it is registered.
 */
export const NationalResidents = z.object({
  lines: z.array(z.object({ personalNumber: PersonalNumber, state: z.enum(['registered', 'withheld']) })).min(1),
});
export type NationalResidents = z.infer<typeof NationalResidents>;
