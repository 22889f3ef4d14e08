import type { Board } from '../../contracts/api/board.ts';
import { ofOrganisation, request } from '../components/client.ts';
import { useLive } from '../components/live.ts';

export function useBoard(organisation: string): { board: Board | undefined; error: Error | null; live: boolean } {
  const path = ofOrganisation(organisation, 'board');
  const { data, ...rest } = useLive({
    queryKey: [organisation, 'board'],
    ask: (signal) => request<Board>(path, { signal }),
    path,
    event: 'board',
  });
  return { board: data, ...rest };
}
