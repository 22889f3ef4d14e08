/** The servers of the country, a prefecture or a municipality at a glance. What needs attention comes first. */
import type { Board } from '../../contracts/api/board.ts';
import { AsStored } from '../components/as-stored.tsx';
import { LiveMark } from '../components/live-mark.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { BandsCard } from './bands-card.tsx';
import { BoardFigures } from './board-figures.tsx';
import { useBoard } from './calls.ts';
import { IncidentsCard } from './incidents-card.tsx';
import { ServersCard } from './servers-card.tsx';
import { TargetsCard } from './targets-card.tsx';

export function BoardPage() {
  return (
    <Guarded right="servers:read">
      <BoardOfPlace />
    </Guarded>
  );
}

function BoardOfPlace() {
  const t = useWords();
  const formats = useFormats();
  const { organisation, name } = usePlace();
  const { board, error, live } = useBoard(organisation);
  return (
    <>
      <PageHeading
        title={t('board.title', { name })}
        aside={
          board && (
            <div className="flex flex-wrap items-center gap-x-4 text-solid-gray-700">
              <p>{t('board.at', { time: formats.moment(board.at) })}</p>
              <LiveMark live={live} />
            </div>
          )
        }
      />
      {error && <ProblemNotice error={error} />}
      {!board && !error && <Skeleton lines={12} />}
      {board && (
        <>
          <Silences board={board} />
          <BoardFigures board={board} />
          {board.bands && <BandsCard bands={board.bands} />}
          <IncidentsCard board={board} />
          <ServersCard board={board} />
          <TargetsCard board={board} />
        </>
      )}
    </>
  );
}

function Silences({ board: { silences, servers, targets } }: { board: Board }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const nameOf = (organisation: string): string => {
    const found = servers.find((each) => each.organisation === organisation);
    return found ? found[language === 'ja' ? 'name' : 'nameEn'] : organisation;
  };
  return silences.map(({ silenceId, organisation, target, toAt, message }) => {
    const about = targets.find((each) => each.target === target);
    const values = { name: nameOf(organisation), time: formats.moment(toAt) };
    const title =
      target === null
        ? t('board.silence', values)
        : t('board.silence.target', {
            ...values,
            target: about ? about[language === 'ja' ? 'name' : 'nameEn'] : target,
          });
    return (
      <Notice key={silenceId} look="information" title={title}>
        <AsStored text={message} />
      </Notice>
    );
  });
}
