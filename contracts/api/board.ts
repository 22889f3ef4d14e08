/** Shapes of the board: the servers around an organisation, its bands, open incidents and silences. */
import { z } from 'zod';
import { bandNames } from '../../domain/calendar/bands-now.ts';
import { checkKinds, checkStates, severities } from '../../domain/monitoring/names.ts';
import { dayStates, stepNames, stepStates } from '../../domain/operating-day.ts';
import { serverKinds, tiers } from '../../domain/organisations.ts';
import { serverStandings } from '../../domain/server-standing.ts';

const instant = z.iso.datetime();
const count = z.number().int();

export const BoardIncident = z
  .object({
    incident: z.number().int(),
    organisation: z.string(),
    name: z.string().meta({ description: 'Of the organisation.' }),
    nameEn: z.string(),
    severity: z.enum(severities),
    cause: z.string(),
    target: z.string().nullable(),
    openedAt: instant,
    acknowledgedAt: instant.nullable(),
    suppressed: count.meta({ description: 'Targets that raise no alarm of their own because of it.' }),
  })
  .meta({ id: 'BoardIncident' });

export const BoardServer = z
  .object({
    organisation: z.string(),
    tier: z.enum(tiers),
    parent: z.string().nullable(),
    name: z.string(),
    nameEn: z.string(),
    kind: z.enum(serverKinds).nullable().meta({ description: 'Null where no server is registered.' }),
    standing: z.enum(serverStandings),
    since: instant.nullable().meta({ description: 'Since when the prober finds it so.' }),
    checkedAt: instant.nullable(),
    cause: z.string().nullable().meta({ description: 'Why the last check failed, as a code.' }),
    day: z
      .object({
        day: z.iso.date(),
        state: z.enum(dayStates),
        step: z.enum(stepNames).nullable().meta({ description: 'The first that is not done; null when all are.' }),
        stepState: z.enum(stepStates).nullable(),
      })
      .nullable()
      .meta({ description: 'The operating day that began last.' }),
    openIncidents: count,
    below: z
      .object({
        servers: count,
        running: count,
        stopped: count,
        troubled: count.meta({ description: 'That do not answer, or of which nothing is known.' }),
        suppressed: count,
        openIncidents: count,
      })
      .nullable()
      .meta({ description: 'Of the servers directly below it; null where none are seen.' }),
  })
  .meta({ id: 'BoardServer' });
export type BoardServer = z.infer<typeof BoardServer>;

const BandTime = z
  .object({
    from: z.string().meta({ description: 'In Japan, to the minute.', example: '2026-12-01T09:00+09:00' }),
    to: z.string(),
    endOwner: z
      .enum(['nation', 'prefecture', 'municipality', 'exception'])
      .meta({ description: 'Whose word its end is.' }),
  })
  .nullable();

export const Board = z
  .object({
    at: instant,
    organisation: z.string(),
    bands: z
      .array(z.object({ band: z.enum(bandNames), now: BandTime, next: BandTime }))
      .nullable()
      .meta({ description: 'Which bands hold, and when each begins next. Null where no server is registered.' }),
    servers: z
      .array(BoardServer)
      .meta({ description: 'Those above it, its own, and those directly below it, in this order.' }),
    targets: z
      .array(
        z.object({
          target: z.string(),
          kind: z.enum(checkKinds),
          name: z.string(),
          nameEn: z.string(),
          state: z.enum(checkStates),
          since: instant.nullable(),
          suppressedBy: z.string().nullable(),
          cause: z.string().nullable(),
        }),
      )
      .meta({ description: 'What else is watched of the organisation itself.' }),
    incidents: z
      .array(BoardIncident)
      .meta({ description: 'Open ones of all organisations that the caller sees here: the fifty that matter most.' }),
    counts: z.object({
      openIncidents: count,
      unacknowledged: count,
      suppressed: count.meta({ description: 'Targets that raise no alarm because of another.' }),
    }),
    silences: z
      .array(
        z.object({
          silenceId: z.string(),
          organisation: z.string(),
          target: z.string().nullable().meta({ description: 'Null: everything of the organisation.' }),
          fromAt: instant,
          toAt: instant,
          message: z.string(),
        }),
      )
      .meta({ description: 'Those that hold now.' }),
  })
  .meta({ id: 'Board' });
export type Board = z.infer<typeof Board>;
