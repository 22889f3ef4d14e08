/** Calendars as files: an organisation's own, and what a file would change. Nothing is changed by a file alone. */
import { createRoute } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { largestCalendarFile, type FiledDays, type ReadFile } from '../../calendar-files/days.ts';
import { compareHolidays, proposeDays, type ProposedDays } from '../../calendar-files/propose.ts';
import { readHolidayFile } from '../../calendar-files/read-holidays.ts';
import { readCalendarFile, type Period } from '../../calendar-files/read-ical.ts';
import { writeCalendarFile } from '../../calendar-files/write-ical.ts';
import { CalendarImportQuery, CalendarPeriod, CalendarProposal } from '../../contracts/api/calendars.ts';
import { listBands } from '../../domain/calendar/bands.ts';
import type { CalendarOverride } from '../../domain/calendar/holidays.ts';
import type { OnlineEnd } from '../../domain/calendar/parts.ts';
import { inOrganisation } from '../../storage/database/database.ts';
import { readCalendar, type OwnedCalendar } from '../../storage/hours/calendars.ts';
import { auditAllowed } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { mediaTypeOf } from '../http/validation.ts';
import { readPeriod } from './calendar.ts';
import { partBodyOf, requirePeriod } from './views.ts';

const path = '/v1/organisations/{organisation}/calendar';
const tags = ['hours'];
const mediaTypes = ['text/calendar', 'text/csv', 'application/octet-stream'] as const;

/** A file is measured before anything reads it. */
const fileBody = [
  createMiddleware<ApiEnv>(async (c, next) => {
    const mediaType = mediaTypeOf(c.req.header('content-type'));
    if (!mediaTypes.some((known) => known === mediaType)) throw new ProblemError('UNSUPPORTED_MEDIA_TYPE');
    await next();
  }),
  bodyLimit({
    maxSize: largestCalendarFile,
    onError: () => {
      throw new ProblemError('TOO_LARGE');
    },
  }),
] as const;

const binary = { type: 'string', format: 'binary' } as const;

export function addCalendarFileRoutes(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('hours:read'),
      tags,
      method: 'get',
      path: `${path}/file`,
      operationId: 'exportCalendar',
      summary: '暦をiCalendarで取り出す / The calendar as iCalendar',
      description: 'Days of the own part, exceptions, and the bands of the period for people.',
      middleware: organisationGuard(context, 'hours:read'),
      request: { params: organisationParam, query: CalendarPeriod },
      responses: {
        200: { description: 'The file.', content: { 'text/calendar': { schema: binary } } },
        ...commonProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid({ to: ['OUT_OF_RANGE'] }),
      },
    }),
    async (c) => {
      const period = c.req.valid('query');
      requirePeriod(period);
      const { organisation, name } = c.get('organisation');
      await auditAllowed(context, c.get('caller'), c.get('acting'), {
        action: 'calendar.export',
        subject: organisation,
      });
      const calendar = await readPeriod(c, period);
      const file = writeCalendarFile({
        organisation,
        name,
        writtenAt: context.now(),
        ...ownDaysOf(calendar),
        exceptions: calendar.exceptions,
        bands: listBands(calendar, period.from, period.to),
      });
      return c.body(file, 200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': `attachment; filename="calendar-${organisation}.ics"`,
      });
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('hours:change'),
      tags,
      method: 'post',
      path: `${path}/imports`,
      operationId: 'previewCalendarImport',
      summary: 'ファイルによる暦の変更案を作る / What a file would change',
      description:
        'Changes nothing: the answer is the part as it would be, to be looked at and then sent as a change with a reason. ' +
        `Files have at most ${String(largestCalendarFile)} bytes.`,
      middleware: [organisationGuard(context, 'hours:change'), ...fileBody] as const,
      request: {
        params: organisationParam,
        query: CalendarImportQuery,
        body: {
          required: true,
          content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: binary }])),
        },
      },
      responses: {
        200: { description: 'What would become another.', content: json(CalendarProposal) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid({
          to: ['OUT_OF_RANGE'],
          kind: ['NATION_ONLY'],
          file: ['FILE_TOO_LARGE', 'NOT_UTF_8', 'NOT_A_CALENDAR_FILE', 'TOO_MANY_DAYS', 'EMPTY'],
          'events[].dtstart': ['UNKNOWN_TIME_ZONE', 'NOT_A_CALENDAR_DATE', 'REPEATED_DATE'],
          'events[].rrule': ['RECURRENCE_NOT_READ', 'TOO_MANY_DAYS'],
          'events[].summary': ['EMPTY', 'TOO_LONG'],
          'lines[]': ['TOO_LONG', 'NOT_SHIFT_JIS', 'NOT_TWO_COLUMNS', 'NOT_A_SLASHED_DATE', 'REPEATED_DATE'],
        }),
      },
    }),
    async (c) => {
      const { kind, replace, ...period } = c.req.valid('query');
      requirePeriod(period);
      const { organisation, tier } = c.get('organisation');
      if (kind === 'holidays' && tier !== 'nation') throw invalidInput([{ field: 'kind', rule: 'NATION_ONLY' }]);
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      await auditAllowed(context, c.get('caller'), organisation, { action: 'calendar.import', subject: kind });
      const at = new Date(context.now());
      const calendar = await inOrganisation(c.get('db'), c.get('acting'), (tx) =>
        readCalendar(tx, organisation, { from: at, to: at }),
      );
      const proposal =
        kind === 'holidays'
          ? proposeHolidays(calendar, bytes, period)
          : proposeFile(calendar, valueOf(readCalendarFile(bytes, period)), { period, replace: replace === 'yes' });
      return c.json(proposal, 200);
    },
  );
}

function ownDaysOf({ own }: OwnedCalendar): {
  overrides: readonly CalendarOverride[];
  onlineEnds: readonly OnlineEnd[];
} {
  return 'onlineEnds' in own
    ? { overrides: [], onlineEnds: own.onlineEnds }
    : { overrides: own.overrides, onlineEnds: [] };
}

function valueOf<T>(read: ReadFile<T>): T {
  if (read.kind === 'refused') throw invalidInput(read.problems);
  return read.value;
}

/** A list of holidays says what the rules of fugo do not know; days that somebody has decided stay. */
function proposeHolidays(calendar: OwnedCalendar, bytes: Uint8Array, period: Period): CalendarProposal {
  const { overrides } = ownDaysOf(calendar);
  const { overrides: differences, partialYears } = compareHolidays(valueOf(readHolidayFile(bytes)), overrides);
  const filed = differences.filter(({ date }) => date >= period.from && date <= period.to);
  const days = proposeDays(overrides, filed, { period, replace: false });
  return proposalOf(calendar, { overrides: days.days }, days, { events: 0, exceptions: 0, days: 0, partialYears });
}

function proposeFile(
  calendar: OwnedCalendar,
  { overrides, onlineEnds, exceptions, ignored }: FiledDays,
  options: { period: Period; replace: boolean },
): CalendarProposal {
  const others = { events: ignored, exceptions: exceptions.length, partialYears: [] };
  const own = ownDaysOf(calendar);
  if ('onlineEnds' in calendar.own) {
    const days = proposeDays(own.onlineEnds, onlineEnds, options);
    return proposalOf(calendar, { onlineEnds: days.days }, days, { ...others, days: overrides.length });
  }
  // A municipality opens no day; what a file opens is the nation's to say.
  const mayOpen = 'enforced' in calendar.own;
  const taken = overrides.filter(({ kind }) => mayOpen || kind === 'closed');
  const days = proposeDays(own.overrides, taken, options);
  const leftOut = onlineEnds.length + overrides.length - taken.length;
  return proposalOf(calendar, { overrides: days.days }, days, { ...others, days: leftOut });
}

function proposalOf<T extends CalendarOverride | OnlineEnd>(
  { version, own }: OwnedCalendar,
  changed: object,
  { added, changed: replaced, removed }: ProposedDays<T>,
  ignored: CalendarProposal['ignored'],
): CalendarProposal {
  return {
    basedOn: version,
    setting: partBodyOf({ ...own, ...changed }),
    added,
    changed: replaced,
    removed,
    ignored,
  };
}
