import { queryOptions } from '@tanstack/react-query';
import type { Backup, Backups } from '../../contracts/api/backups.ts';
import { ofOrganisation, request } from '../components/client.ts';

const idleMs = 30_000;
const busyMs = 2_000;

/** While one is being made, the list is read every other second. */
export const backupsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'backups'],
    queryFn: ({ signal }) => request<Backups>(ofOrganisation(organisation, 'backups'), { signal }),
    refetchInterval: ({ state }) =>
      state.data?.backups.some((each) => each.state === 'asked' || each.state === 'running') === true ? busyMs : idleMs,
  });

export const askForBackup = (organisation: string): Promise<Backup> =>
  request(ofOrganisation(organisation, 'backups'), { method: 'POST' });
