import { Link } from '@tanstack/react-router';
import type { Board, BoardServer } from '../../contracts/api/board.ts';
import { wordsOfCause } from '../../domain/monitoring/causes.ts';
import { standsBelow } from '../../domain/organisations.ts';
import { troubledStandings } from '../../domain/server-standing.ts';
import { Card } from '../components/card.tsx';
import { linkClass } from '../components/link.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { StandingLabel } from '../components/standing-label.tsx';
import { DataTable } from '../components/table.tsx';

/** The servers above, the own one, and those below: of these the ones in trouble first. */
export function ServersCard({ board: { servers, organisation } }: { board: Board }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const ranked = servers.toSorted((a, b) => rankOf(a, organisation) - rankOf(b, organisation));
  return (
    <Card title={t('board.servers')}>
      <DataTable
        caption={t('board.servers')}
        rows={ranked}
        rowKey={(server) => server.organisation}
        columns={[
          {
            key: 'organisation',
            title: t('board.organisation'),
            heading: true,
            cell: (server) => <OrganisationName server={server} here={organisation} />,
          },
          {
            key: 'server',
            title: t('board.servers.server'),
            cell: ({ kind }) => (
              <span className="whitespace-nowrap">{kind === null ? t('board.servers.none') : t(`server.${kind}`)}</span>
            ),
          },
          {
            key: 'state',
            title: t('board.servers.state'),
            cell: ({ standing, cause }) => (
              <>
                <StandingLabel standing={standing} />
                {cause !== null && standing !== 'stopped' && (
                  <span className="block text-sm">{wordsOfCause(cause)[language]}</span>
                )}
              </>
            ),
          },
          {
            key: 'since',
            title: t('board.servers.since'),
            cell: ({ since }) => (
              <span className="whitespace-nowrap">{since === null ? '–' : formats.moment(since)}</span>
            ),
          },
          {
            key: 'day',
            title: t('board.servers.day'),
            cell: ({ day }) =>
              day === null ? (
                '–'
              ) : (
                <span className="whitespace-nowrap">
                  {t(`day.state.${day.state}`)}
                  {day.step !== null && day.stepState !== null && (
                    <span className="block text-sm text-solid-gray-800">
                      {t('board.servers.day.step', {
                        step: t(`day.step.${day.step}`),
                        state: t(`day.stepState.${day.stepState}`),
                      })}
                    </span>
                  )}
                </span>
              ),
          },
          {
            key: 'below',
            title: t('board.servers.below'),
            cell: ({ below }) => below && <Below below={below} />,
          },
          {
            key: 'incidents',
            title: t('board.servers.incidents'),
            numeric: true,
            cell: ({ openIncidents, below }) => formats.count(openIncidents + (below?.openIncidents ?? 0)),
          },
        ]}
      />
    </Card>
  );

  function OrganisationName({ server, here }: { server: BoardServer; here: string }) {
    const name = language === 'ja' ? server.name : server.nameEn;
    if (server.organisation === here) {
      return (
        <>
          {name} <span className="text-sm font-normal">{t('board.servers.own')}</span>
        </>
      );
    }
    return (
      <>
        <Link
          to="/organisations/$organisation/board"
          params={{ organisation: server.organisation }}
          className={`${linkClass} -my-2 whitespace-nowrap`}
        >
          {name}
        </Link>
        {standsBelow(here, server.organisation) && (
          <span className="ml-1 text-sm font-normal">{t('board.servers.above')}</span>
        )}
      </>
    );
  }
}

function Below({ below }: { below: NonNullable<BoardServer['below']> }) {
  const t = useWords();
  const formats = useFormats();
  const parts = (['stopped', 'troubled', 'suppressed'] as const).filter((each) => below[each] > 0);
  return (
    <ul>
      <li className="whitespace-nowrap">
        {t('board.servers.below.running', { count: formats.count(below.running), all: formats.count(below.servers) })}
      </li>
      {parts.map((each) => (
        <li key={each} className={`whitespace-nowrap ${each === 'troubled' ? 'font-bold text-error-2' : ''}`}>
          {t(`board.servers.below.${each}`, { count: formats.count(below[each]) })}
        </li>
      ))}
    </ul>
  );
}

/** Those above in their order, the own one, then those below: the ones that somebody should look at first. */
function rankOf({ organisation, standing, below, openIncidents }: BoardServer, here: string): number {
  if (standsBelow(here, organisation)) return 0;
  if (organisation === here) return 1;
  const isTroubled = troubledStandings.includes(standing) || openIncidents > 0 || (below?.troubled ?? 0) > 0;
  return isTroubled ? 2 : 3;
}
