import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  CalendarChange,
  CalendarChangeInput,
  CalendarDays,
  CalendarPart,
  CalendarProposal,
  HourException,
  HourExceptionInput,
  OrganisationCalendar,
} from '../../contracts/api/calendars.ts';
import type { HoursDays } from '../../contracts/api/hours.ts';
import { below, ofOrganisation, request, withQuery } from '../components/client.ts';
import { thenTell } from '../components/then-tell.ts';
import type { SavedKey } from './saved.ts';

const calendarKey = (organisation: string) => [organisation, 'calendar'];
const exceptionsKey = (organisation: string) => [organisation, 'hour-exceptions'];

// Each look is audited.
const audited = { refetchOnWindowFocus: false } as const;

export const calendarQuery = (organisation: string) =>
  queryOptions({
    queryKey: calendarKey(organisation),
    queryFn: ({ signal }) => request<OrganisationCalendar>(ofOrganisation(organisation, 'calendar'), { signal }),
    ...audited,
  });

export const changesQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'calendar-changes'],
    queryFn: ({ signal }) =>
      request<{ changes: CalendarChange[] }>(ofOrganisation(organisation, 'calendar/changes'), { signal }),
    ...audited,
  });

export const exceptionsQuery = (organisation: string) =>
  queryOptions({
    queryKey: exceptionsKey(organisation),
    queryFn: ({ signal }) =>
      request<{ exceptions: HourException[] }>(ofOrganisation(organisation, 'hour-exceptions'), { signal }),
    ...audited,
  });

export const calendarDaysQuery = (organisation: string, from: string, to: string) =>
  queryOptions({
    queryKey: [organisation, 'calendar-days', from, to],
    queryFn: ({ signal }) =>
      request<CalendarDays>(ofOrganisation(organisation, 'calendar/days'), { query: { from, to }, signal }),
    refetchInterval: 10 * 60_000,
  });

/** The days on which a municipality's code requests may be sent. */
export const hoursDaysQuery = (municipality: string, from: string, to: string) =>
  queryOptions({
    queryKey: [municipality, 'hours-days', from, to],
    queryFn: ({ signal }) => request<HoursDays>(below(municipality, 'hours/days'), { query: { from, to }, signal }),
    refetchInterval: 10 * 60_000,
  });

export const exportAddress = (organisation: string, from: string, to: string): string =>
  withQuery(ofOrganisation(organisation, 'calendar/file'), { from, to });

export interface PartChange {
  /**
   * Makes the new part from the one that is there at that moment, so that another person's change of another part of it
   * stays.
   */
  change: (setting: CalendarPart) => CalendarPart;
  reason: string;
}

/** Changes or proposes to change the own part, and reads everything that follows from it again. */
export function usePartChange(organisation: string, onDone: (key: SavedKey) => void) {
  const refresh = useRefresh(organisation);
  return useMutation({
    mutationFn: async ({ change, reason }: PartChange) => {
      const { setting, version } = await request<OrganisationCalendar>(ofOrganisation(organisation, 'calendar'));
      const json: CalendarChangeInput = { setting: { ...change(setting) }, basedOn: version, reason };
      return request<CalendarChange>(ofOrganisation(organisation, 'calendar/changes'), { method: 'POST', json });
    },
    ...thenTell<CalendarChange>(refresh, ({ decision }) =>
      onDone(decision === null ? 'hours.proposed' : 'hours.saved'),
    ),
  });
}

export interface Decision {
  changeId: string;
  what: 'approve' | 'reject' | 'withdraw';
  reason?: string;
}

export function useDecision(organisation: string, onDone: () => void) {
  const refresh = useRefresh(organisation);
  return useMutation({
    mutationFn: ({ changeId, what, reason }: Decision) =>
      request<CalendarChange>(ofOrganisation(organisation, `calendar/changes/${changeId}/${what}`), {
        method: 'POST',
        json: reason === undefined ? {} : { reason },
      }),
    ...thenTell(refresh, onDone),
  });
}

export function useAsk(organisation: string, onDone: () => void) {
  const refresh = useRefresh(organisation);
  return useMutation({
    mutationFn: (json: HourExceptionInput) =>
      request<HourException>(ofOrganisation(organisation, 'hour-exceptions'), { method: 'POST', json }),
    ...thenTell(refresh, onDone),
  });
}

export interface Answer {
  exceptionId: string;
  what: 'agree' | 'refuse' | 'withdraw';
  reason: string;
}

export function useAnswer(organisation: string, onDone: () => void) {
  const refresh = useRefresh(organisation);
  return useMutation({
    mutationFn: ({ exceptionId, what, reason }: Answer) =>
      request<HourException>(ofOrganisation(organisation, `hour-exceptions/${exceptionId}/${what}`), {
        method: 'POST',
        json: { reason },
      }),
    ...thenTell(refresh, onDone),
  });
}

export interface FileToLookAt {
  file: File;
  kind: 'ical' | 'holidays';
  from: string;
  to: string;
}

/** What a file would change; nothing is changed yet. */
export function useImportPreview(organisation: string) {
  return useMutation({
    mutationFn: ({ file, kind, from, to }: FileToLookAt) =>
      request<CalendarProposal>(ofOrganisation(organisation, 'calendar/imports'), {
        method: 'POST',
        query: { kind, from, to },
        body: new Blob([file], { type: kind === 'ical' ? 'text/calendar' : 'text/csv' }),
      }),
  });
}

function useRefresh(organisation: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const names = ['calendar', 'calendar-changes', 'calendar-days', 'hours-days', 'hour-exceptions'];
    await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [organisation, name] })));
  };
}
