/** The job nets that run on the servers of an organisation: what stands now, what was last and what comes next. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { JobBoard } from '../../contracts/api/job-board.ts';
import { buttonClass } from '../components/button.tsx';
import { Select } from '../components/fields.tsx';
import { LiveMark } from '../components/live-mark.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { useJobBoard } from './calls.ts';
import { DayLink } from './links.tsx';
import { ServerCard } from './server-card.tsx';
import { ServersCard } from './servers-card.tsx';
import { useServerName } from './servers.ts';

/** Of more servers, each is a row that leads to its nets: the whole country would be a page without an end. */
const mostCards = 12;
const mostHalted = 12;

export function JobsPage() {
  return (
    <Guarded right="jobs:read">
      <Jobs />
    </Guarded>
  );
}

function Jobs() {
  const t = useWords();
  const { organisation, name } = usePlace();
  const { board, error, live } = useJobBoard(organisation);
  const { server } = useSearch({ from: '/signed-in/organisations/$organisation/jobs' });
  const chosen = board?.servers.find((each) => each.server === server)?.server;
  const shown = board?.servers.filter((each) => chosen === undefined || each.server === chosen) ?? [];
  return (
    <>
      <PageHeading title={t('jobs.title')} place={name} aside={<LiveMark live={live} />} />
      <p>{t('jobs.intro')}</p>
      {error && <ProblemNotice error={error} />}
      {!board && !error && <Skeleton lines={10} />}
      {board && (
        <>
          <Halted board={board} />
          <div className="flex flex-wrap items-end justify-between gap-4 print:hidden">
            {board.servers.length > 1 ? <ServerChoice board={board} chosen={chosen} /> : <span />}
            <Link
              to="/organisations/$organisation/job-definition"
              params={{ organisation }}
              className={buttonClass('secondary')}
            >
              {t('jobs.definition.open')}
            </Link>
          </div>
          {board.nets.length === 0 && <p>{t('jobs.none')}</p>}
          {shown.length > mostCards ? (
            <ServersCard board={board} />
          ) : (
            shown.map(({ server: each }) => <ServerCard key={each} server={each} board={board} />)
          )}
        </>
      )}
    </>
  );
}

/** What waits for staff comes first, whatever server it is on. */
function Halted({ board }: { board: JobBoard }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const nameOf = useServerName(board);
  const halted = board.nets.filter(({ now }) => now?.state === 'halted');
  if (halted.length === 0) return null;
  return (
    <Notice look="error" title={t('jobs.halted', { count: formats.count(halted.length) })}>
      <ul className="grid gap-x-6 sm:grid-cols-2">
        {halted.slice(0, mostHalted).map(
          ({ organisation, net, name, nameEn, server, now }) =>
            now && (
              <li key={`${organisation} ${net} ${server}`}>
                <DayLink of={{ organisation, net, server, day: now.day, no: now.no }}>
                  {t('jobs.halted.one', {
                    net: language === 'ja' ? name : nameEn,
                    server: nameOf(server),
                    day: formats.shortDate(now.day),
                  })}
                </DayLink>
              </li>
            ),
        )}
      </ul>
      {halted.length > mostHalted && (
        <p>{t('jobs.halted.more', { count: formats.count(halted.length - mostHalted) })}</p>
      )}
    </Notice>
  );
}

function ServerChoice({ board, chosen }: { board: JobBoard; chosen: string | undefined }) {
  const t = useWords();
  const nameOf = useServerName(board);
  const navigate = useNavigate({ from: '/organisations/$organisation/jobs' });
  return (
    <div className="min-w-60">
      <Select
        label={t('jobs.server')}
        value={chosen ?? ''}
        onChange={({ target: { value } }) =>
          void navigate({ search: value === '' ? {} : { server: value }, replace: true })
        }
        choices={[
          { value: '', text: t('jobs.server.all') },
          ...board.servers.map(({ server }) => ({ value: server, text: nameOf(server) })),
        ]}
      />
    </div>
  );
}
