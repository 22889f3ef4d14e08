import type { JobBoard } from '../../contracts/api/job-board.ts';
import { usePreferences, useWords } from '../components/preferences.tsx';

/** Names the servers of a board; fugo's own jobs run on none. */
export function useServerName(board: Pick<JobBoard, 'servers'> | undefined): (server: string) => string {
  const t = useWords();
  const { language } = usePreferences();
  return (server) => {
    if (server === 'fugo') return t('jobs.server.fugo');
    const found = board?.servers.find((each) => each.server === server);
    return found ? found[language === 'ja' ? 'name' : 'nameEn'] : server;
  };
}
