import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { failureCodes, failures, isAcquisitionFailureCode, steps } from '../../domain/failures.ts';
import { participants } from '../../domain/participants.ts';
import { participantOfRoute, routes } from '../../domain/routes.ts';
import { stages } from '../../domain/stages.ts';
import { assigneesQuery, type ErrorFilter } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Select, type Choice } from '../components/fields.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { loadsQuery } from '../loads/calls.ts';

const codes = failureCodes.filter(isAcquisitionFailureCode);
/** Hours. */
const ages = [1, 24, 72] as const;

/** Whether the filter leaves out open entries or shows others. */
export function isNarrowed(filter: ErrorFilter): boolean {
  return Object.keys(filter).some((name) => name !== 'state' && name !== 'order') || filter.state !== 'open';
}

/** The whole filter stands in the address. What is seldom needed is folded away unless it is in use. */
export function Filter({ filter }: { filter: ErrorFilter }) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const navigate = useNavigate();
  const isDetailed = filter.step !== undefined || filter.route !== undefined || filter.load !== undefined;
  const [isOpen, setOpen] = useState(isDetailed);
  const choose = (changed: Record<string, unknown>): void =>
    void navigate({
      to: '/$municipality/errors',
      params: { municipality },
      // The route drops what is no filter from the address.
      search: { ...filter, ...changed },
      replace: true,
    });
  return (
    <div
      role="search"
      aria-label={t('errors.filter')}
      className="grid gap-4 rounded-12 border border-solid-gray-300 p-4"
    >
      {/* The names of errors are whole sentences, so their field takes the whole width. */}
      <div className="grid gap-4 md:grid-cols-2 lg:grid-cols-4 [&>:first-child]:col-span-full">
        <Select
          label={t('errors.code')}
          value={filter.code ?? ''}
          onChange={({ target }) => choose({ code: target.value })}
          choices={[
            { value: '', text: t('errors.allCodes') },
            ...codes.map((code) => ({ value: code, text: failures[code][language] })),
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
          choices={(['open', 'resolved', 'all'] as const).map((value) => ({ value, text: t(`errors.state.${value}`) }))}
        />
      </div>
      {isOpen && (
        <div id="more-filters" className="grid gap-4 md:grid-cols-3">
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
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          look="quiet"
          size="small"
          aria-expanded={isOpen}
          aria-controls="more-filters"
          onClick={() => setOpen(!isOpen)}
        >
          {t('errors.moreFilters')}
          <span aria-hidden="true" className="ml-1">
            {isOpen ? '▲' : '▼'}
          </span>
        </Button>
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
