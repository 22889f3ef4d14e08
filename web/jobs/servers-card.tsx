import { Link } from '@tanstack/react-router';
import type { JobBoard } from '../../contracts/api/job-board.ts';
import { Card } from '../components/card.tsx';
import { linkClass } from '../components/link.ts';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';
import { useServerName } from './servers.ts';

interface Row {
  server: string;
  nets: number;
  halted: number;
  running: number;
  paused: number;
}

/** The servers at a glance; those where something stands still come first. Each leads to its nets. */
export function ServersCard({ board }: { board: JobBoard }) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  const nameOf = useServerName(board);
  const figure = (name: Exclude<keyof Row, 'server'>) => ({
    key: name,
    title: t(`jobs.servers.count.${name}`),
    numeric: true,
    cell: (row: Row) => (row[name] === 0 ? '–' : formats.count(row[name])),
  });
  return (
    <Card title={t('jobs.servers')}>
      <DataTable
        caption={t('jobs.servers')}
        rows={rowsOf(board)}
        rowKey={({ server }) => server}
        columns={[
          {
            key: 'server',
            title: t('jobs.server'),
            heading: true,
            cell: ({ server }) => (
              <Link
                to="/organisations/$organisation/jobs"
                params={{ organisation }}
                search={{ server }}
                className={`${linkClass} -my-2 whitespace-nowrap`}
              >
                {nameOf(server)}
              </Link>
            ),
          },
          ...(['halted', 'running', 'paused', 'nets'] as const).map(figure),
        ]}
      />
    </Card>
  );
}

function rowsOf({ servers, nets }: JobBoard): Row[] {
  const rows = new Map(servers.map(({ server }) => [server, { server, nets: 0, halted: 0, running: 0, paused: 0 }]));
  for (const { server, now, paused } of nets) {
    const row = rows.get(server);
    if (!row) continue;
    row.nets += 1;
    if (now?.state === 'halted') row.halted += 1;
    if (now?.state === 'running') row.running += 1;
    if (paused) row.paused += 1;
  }
  // The order of the board within each.
  return [...rows.values()].toSorted((a, b) => b.halted - a.halted);
}
