import type { JobBoard } from '../../contracts/api/job-board.ts';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useAround } from '../shell/around.ts';
import { usePlace } from '../shell/place.tsx';

/** Names the servers of a board and whose nets run there; fugo's own jobs run on none. */
export function useServerName(board: Pick<JobBoard, 'servers'> | undefined): (server: string) => string {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation, may } = usePlace();
  const around = useAround(organisation, may('servers:read'));
  return (server) => {
    if (server === 'fugo') return t('jobs.server.fugo');
    const found =
      board?.servers.find((each) => each.server === server) ?? around.find((each) => each.organisation === server);
    return found ? found[language === 'ja' ? 'name' : 'nameEn'] : server;
  };
}
