import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { HoursBody, HoursDays, HoursSetting } from '../../contracts/api/hours.ts';
import { below, request } from '../components/client.ts';

const hoursKey = (municipality: string) => [municipality, 'hours'];

export const hoursQuery = (municipality: string) =>
  queryOptions({
    queryKey: hoursKey(municipality),
    queryFn: ({ signal }) => request<HoursSetting>(below(municipality, 'hours'), { signal }),
    // Each look is audited.
    refetchOnWindowFocus: false,
  });

export const hoursDaysQuery = (municipality: string, from: string, to: string) =>
  queryOptions({
    queryKey: [municipality, 'hours-days', from, to],
    queryFn: ({ signal }) => request<HoursDays>(below(municipality, 'hours/days'), { query: { from, to }, signal }),
    refetchInterval: 10 * 60_000,
  });

export interface HoursChange {
  /**
   * Makes the new setting from the one that is there at that moment, so that another person's change of another part
   * stays.
   */
  change: (setting: HoursSetting) => HoursSetting;
  reason: string;
}

/** Changes the setting, and reads its calendar again. */
export function useHoursChange(municipality: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ change, reason }: HoursChange) => {
      const json: HoursBody = { ...change(await request<HoursSetting>(below(municipality, 'hours'))), reason };
      return request<HoursSetting>(below(municipality, 'hours'), { method: 'PUT', json });
    },
    onSuccess: async (setting) => {
      client.setQueryData(hoursKey(municipality), setting);
      await client.invalidateQueries({ queryKey: [municipality, 'hours-days'] });
    },
  });
}
