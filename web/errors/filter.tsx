import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { failureCodes, failures, isAcquisitionFailureCode, steps } from '../../domain/failures.ts';
import { participants } from '../../domain/participants.ts';
import { participantOfRoute, routes } from '../../domain/routes.ts';
import { stages } from '../../domain/stages.ts';
import { assigneesQuery, isNarrowed, type ErrorFilter } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Select, type Choice } from '../components/fields.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { loadsQuery } from '../loads/calls.ts';
import { QuickFilters } from './quick-filters.tsx';

const codes = failureCodes.filter(isAcquisitionFailureCode);
/** Hours. */
const ages = [1, 24, 72] as const;

/**
 * The whole filter stands in the address. Its fields are folded away, so that the list begins high on the page; what is
 * set is said beside the list (quick-filters).
 */
export function Filter({ filter, children }: { filter: ErrorFilter; children: ReactNode }) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const choose = (changed: Record<string, unknown>): void =>
    void navigate({
      to: '/$municipality/errors',
      params: { municipality },
      // The route drops what is no filter from the address.
      search: { ...filter, ...changed },
      replace: true,
    });
  return (
    <div role="search" aria-label={t('errors.filter')} className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <QuickFilters filter={filter} />
        <div className="flex flex-wrap items-center gap-2">
          <Button
            look="secondary"
            size="small"
            aria-expanded={isOpen}
            aria-controls="filter-fields"
            onClick={() => setOpen(!isOpen)}
          >
            {t('errors.filter')}
            <span aria-hidden="true" className="ml-1">
              {isOpen ? '▴' : '▾'}
            </span>
          </Button>
          {children}
          {isNarrowed(filter) && (
            <Button
              look="quiet"
              size="small"
              onClick={() => void navigate({ to: '/$municipality/errors', params: { municipality }, search: {} })}
            >
              {t('errors.clear')}
            </Button>
          )}
        </div>
      </div>
      <div
        id="filter-fields"
        className={`gap-4 rounded-12 border border-solid-gray-300 p-4 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-5 ${isOpen ? 'grid' : 'hidden'}`}
      >
        <Select
          label={t('errors.code')}
          value={filter.code ?? ''}
          onChange={({ target }) => choose({ code: target.value })}
          choices={[
            { value: '', text: t('errors.allCodes') },
            ...codes.map((code) => ({ value: code, text: failures[code].title[language] })),
          ]}
        />
        <Select
          label={t('errors.age')}
          value={filter.olderThan === undefined ? '' : String(filter.olderThan)}
          onChange={({ target }) => choose({ olderThan: target.value === '' ? undefined : Number(target.value) })}
          choices={ageChoices(filter, t)}
        />
        <AssigneeFilter filter={filter} onChoose={choose} />
        <Select
          label={t('errors.stage')}
          value={filter.stage ?? ''}
          onChange={({ target }) => choose({ stage: target.value })}
          choices={[
            { value: '', text: t('errors.allStages') },
            ...stages.map((stage) => ({ value: stage, text: t(`stage.${stage}`) })),
          ]}
        />
        <Select
          label={t('errors.state')}
          value={filter.state}
          onChange={({ target }) => choose({ state: target.value })}
          choices={(['open', 'waiting', 'trying', 'resolved', 'all'] as const).map((value) => ({
            value,
            text: t(`errors.state.${value}`),
          }))}
        />
        <Select
          label={t('errors.due')}
          value={filter.due ?? ''}
          onChange={({ target }) => choose({ due: target.value })}
          choices={[
            { value: '', text: t('errors.due.any') },
            ...(['overdue', 'set', 'none'] as const).map((value) => ({ value, text: t(`errors.due.${value}`) })),
          ]}
        />
        <Select
          label={t('errors.step')}
          value={filter.step ?? ''}
          onChange={({ target }) => choose({ step: target.value })}
          choices={[
            { value: '', text: t('errors.allSteps') },
            ...steps.map((step) => ({ value: step, text: t(`resident.step.${step}`) })),
          ]}
        />
        <Select
          label={t('errors.route')}
          value={filter.route ?? ''}
          onChange={({ target }) => choose({ route: target.value })}
          choices={[
            { value: '', text: t('errors.allRoutes') },
            ...routes.map((route) => ({
              value: route,
              text: participants[participantOfRoute[route]][language],
            })),
          ]}
        />
        <LoadFilter filter={filter} onChoose={choose} />
      </div>
    </div>
  );
}

/** The address may name an age that is not offered. */
function ageChoices({ olderThan }: ErrorFilter, t: ReturnType<typeof useWords>): Choice[] {
  const isOther = olderThan !== undefined && !ages.some((hours) => hours === olderThan);
  return [
    { value: '', text: t('errors.age.any') },
    ...ages.map((hours) => ({ value: String(hours), text: t(`errors.age.${hours}`) })),
    ...(isOther ? [{ value: String(olderThan), text: t('errors.age.hours', { hours: olderThan }) }] : []),
  ];
}

type Choosing = { filter: ErrorFilter; onChoose: (changed: Record<string, unknown>) => void };

function AssigneeFilter({ filter: { assignee = '' }, onChoose }: Choosing) {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const { data } = useQuery(assigneesQuery(municipality));
  const colleagues = (data?.staff ?? []).filter((each) => each.staffId !== staffId);
  const isKnown = ['', 'me', 'nobody'].includes(assignee) || colleagues.some((each) => each.staffId === assignee);
  return (
    <Select
      label={t('errors.assignee')}
      value={assignee}
      onChange={({ target }) => onChoose({ assignee: target.value })}
      choices={[
        { value: '', text: t('errors.assignee.anybody') },
        { value: 'me', text: t('errors.assignee.me') },
        { value: 'nobody', text: t('errors.assignee.nobody') },
        ...colleagues.map((each) => ({ value: each.staffId, text: each.name })),
        ...(isKnown ? [] : [{ value: assignee, text: assignee }]),
      ]}
    />
  );
}

function LoadFilter({ filter: { load = '' }, onChoose }: Choosing) {
  const t = useWords();
  const { municipality, may } = useHere();
  const { data } = useQuery({ ...loadsQuery(municipality), enabled: may('loads:read'), refetchInterval: false });
  const loads = data?.loads ?? [];
  return (
    <Select
      label={t('errors.load')}
      value={load}
      onChange={({ target }) => onChoose({ load: target.value })}
      choices={[
        { value: '', text: t('errors.allLoads') },
        ...loads.map(({ loadId, fileName }) => ({ value: loadId, text: fileName })),
        ...(load === '' || loads.some(({ loadId }) => loadId === load) ? [] : [{ value: load, text: load }]),
      ]}
    />
  );
}
