/** The filters of the error list that are one press away, and the conditions that are set. */
import { Link } from '@tanstack/react-router';
import { failures, isAcquisitionFailureCode } from '../../domain/failures.ts';
import { participants } from '../../domain/participants.ts';
import { participantOfRoute } from '../../domain/routes.ts';
import { stepOf } from '../components/code-names.ts';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { isNarrowed, type ErrorFilter } from './calls.ts';

type Narrowing = Partial<ErrorFilter>;

const quick = [
  { name: 'all', search: {} },
  { name: 'mine', search: { assignee: 'me' } },
  { name: 'nobody', search: { assignee: 'nobody' } },
  { name: 'overdue', search: { due: 'overdue' } },
] as const satisfies readonly { name: string; search: Narrowing }[];

/** Whether the filter narrows the list by these conditions and no others. */
function isNarrowedBy(filter: ErrorFilter, narrowing: Narrowing): boolean {
  const wanted = new Map(Object.entries({ state: 'open', ...narrowing }));
  const set = Object.entries(filter).filter(([name]) => name !== 'order');
  return set.length === wanted.size && set.every(([name, value]) => wanted.get(name) === value);
}

/** The order is the reader's own, so it stays. */
export function QuickFilters({ filter }: { filter: ErrorFilter }) {
  const t = useWords();
  const { municipality } = useHere();
  return (
    <nav aria-label={t('errors.quick')} className="flex flex-wrap gap-2">
      {quick.map(({ name, search }) => {
        const isShown = isNarrowedBy(filter, search);
        return (
          <Link
            key={name}
            to="/$municipality/errors"
            params={{ municipality }}
            search={{ ...search, ...(filter.order === 'newest' && { order: filter.order }) }}
            replace
            activeProps={{}}
            aria-current={isShown ? 'true' : undefined}
            className={`inline-flex min-h-11 items-center rounded-full border px-4 font-bold no-underline hover:underline ${
              isShown ? 'border-key-900 bg-key-900 text-white' : 'border-solid-gray-600 bg-white text-key-900'
            }`}
          >
            {t(`errors.quick.${name}`)}
          </Link>
        );
      })}
    </nav>
  );
}

/** Each condition that is set, to be taken away by a press. */
export function Conditions({ filter }: { filter: ErrorFilter }) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality } = useHere();
  if (!isNarrowed(filter)) return null;
  const { code, state, stage, step, olderThan, assignee, due, route, load } = filter;
  const conditions: { key: keyof ErrorFilter; text: string }[] = [];
  const add = (key: keyof ErrorFilter, title: string, value: string): void =>
    void conditions.push({ key, text: `${title}: ${value}` });
  if (code !== undefined) {
    add('code', t('errors.code'), isAcquisitionFailureCode(code) ? failures[code].title[language] : code);
  }
  if (state !== 'open') add('state', t('errors.state'), t(`errors.state.${state}`));
  if (olderThan !== undefined) add('olderThan', t('errors.age'), t('errors.age.hours', { hours: olderThan }));
  if (assignee !== undefined) {
    const known = assignee === 'me' || assignee === 'nobody' ? t(`errors.assignee.${assignee}`) : assignee;
    add('assignee', t('errors.assignee'), known);
  }
  if (due !== undefined) add('due', t('errors.due'), t(`errors.due.${due}`));
  if (stage !== undefined) add('stage', t('errors.stage'), t(`stage.${stage}`));
  if (step !== undefined) add('step', t('errors.step'), stepOf(step, t));
  if (route !== undefined) add('route', t('errors.route'), participants[participantOfRoute[route]][language]);
  if (load !== undefined) add('load', t('errors.load'), load.slice(0, 8));
  return (
    <ul aria-label={t('errors.conditions')} className="flex flex-wrap items-center gap-2">
      {conditions.map(({ key, text }) => (
        <li key={key}>
          <Link
            to="/$municipality/errors"
            params={{ municipality }}
            search={{ ...filter, [key]: undefined }}
            replace
            aria-label={t('errors.condition.remove', { condition: text })}
            className="inline-flex min-h-8 items-center gap-1 rounded-8 border border-solid-gray-420 px-2 text-sm text-key-900 no-underline hover:underline"
          >
            {text}
            <span aria-hidden="true">×</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
