import type { Board } from '../../contracts/api/board.ts';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';

/** How many servers run, how many incidents are open, and how much is suppressed, of all that the reader sees here. */
export function BoardFigures({ board: { servers, organisation, counts } }: { board: Board }) {
  const t = useWords();
  const formats = useFormats();
  const own = servers.find((each) => each.organisation === organisation);
  const lower = servers.filter((each) => each.parent === organisation);
  const shown = own ? [own, ...lower] : lower;
  const all = sum(shown, ({ organisation: each, below }) => 1 + (each === organisation ? 0 : (below?.servers ?? 0)));
  const running = sum(
    shown,
    ({ standing, organisation: each, below }) =>
      (standing === 'running' ? 1 : 0) + (each === organisation ? 0 : (below?.running ?? 0)),
  );
  const figures = [
    {
      key: 'servers',
      value: running,
      text: t('board.figures.servers.of', { all: formats.count(all) }),
      isTrouble: false,
    },
    {
      key: 'incidents',
      value: counts.openIncidents,
      text: t('board.figures.incidents.unacknowledged', { count: formats.count(counts.unacknowledged) }),
      isTrouble: counts.openIncidents > 0,
    },
    {
      key: 'suppressed',
      value: counts.suppressed,
      text: t('board.figures.suppressed.text'),
      isTrouble: false,
    },
  ] as const;
  return (
    <Card title={t('board.figures')}>
      <dl className="grid gap-4 sm:grid-cols-3">
        {figures.map(({ key, value, text, isTrouble }) => (
          <div key={key} className="grid content-start">
            <dt className="font-bold">{t(`board.figures.${key}`)}</dt>
            <dd>
              <span className={`block text-std-32B-150 tabular-nums ${isTrouble ? 'text-error-2' : ''}`}>
                {formats.count(value)}
              </span>
              <span className="text-sm text-solid-gray-800">{text}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function sum<Row>(rows: readonly Row[], valueOf: (row: Row) => number): number {
  return rows.reduce((total, row) => total + valueOf(row), 0);
}
