import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview } from '../../contracts/api/overview.ts';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import type { pages } from '../shell/pages.ts';
import { linkClass } from '../components/link.ts';

/** What goes on only when a person acts, with a link for whoever may. */
export function ToDoCard({ overview: { forStaff, errors, loads } }: { overview: Overview }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality, may } = useHere();
  const stopped = loads.filter(({ state }) => state === 'STOPPED').length;
  const ofParticipants = Object.values(errors).reduce((sum, count) => sum + count, 0) - forStaff.errors;
  const link = (to: (typeof pages)[number]['to'], text: string): ReactNode => (
    <Link to={to} params={{ municipality }} className={linkClass}>
      {text}
    </Link>
  );
  const all = [
    {
      key: 'errors',
      isShown: true,
      count: forStaff.errors,
      name: t('home.toDo.errors'),
      more: [
        ...(forStaff.unassigned > 0 ? [t('home.toDo.unassigned', { count: formats.count(forStaff.unassigned) })] : []),
        ...(ofParticipants > 0 ? [t('home.toDo.ofParticipants', { count: formats.count(ofParticipants) })] : []),
      ],
      way: may('errors:read') && link('/$municipality/errors', t('home.toErrors')),
    },
    {
      key: 'updates',
      isShown: true,
      count: forStaff.proposedUpdates,
      name: t('home.toDo.updates'),
      more:
        forStaff.oldestProposedAt === null
          ? []
          : [t('home.toDo.oldest', { time: formats.moment(forStaff.oldestProposedAt) })],
      way: may('residents:update') && link('/$municipality/approvals', t('home.toDo.toUpdates')),
    },
    {
      key: 'loads',
      isShown: may('loads:read'),
      count: stopped,
      name: t('home.toDo.loads'),
      more: [],
      way: link('/$municipality/loads', t('home.toLoads')),
    },
  ];
  const parts = all.filter(({ isShown }) => isShown);
  return (
    <Card title={t('home.toDo')}>
      {parts.every(({ count }) => count === 0) && <p>{t('home.toDo.nothing')}</p>}
      <ul className="grid gap-x-6 gap-y-4 md:grid-cols-3">
        {parts.map(({ key, count, name, more, way }) => (
          <li key={key} className="grid content-start gap-1">
            <p className="font-bold">{name}</p>
            <p className={`text-std-36B-140 tabular-nums ${count > 0 ? '' : 'text-solid-gray-600'}`}>
              {formats.count(count)}
            </p>
            {more.map((text) => (
              <p key={text} className="text-sm text-solid-gray-800">
                {text}
              </p>
            ))}
            {count > 0 && way && <p>{way}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
