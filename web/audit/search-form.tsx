import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ComponentProps } from 'react';
import { rights } from '../../domain/rights.ts';
import { auditedStaffQuery, type AuditFilter } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { auditActions } from './action-messages.ts';
import { useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { usePlace } from '../shell/place.tsx';
import { useActionName } from './action-name.ts';
import { areaOf, auditAreas } from './areas.ts';
import { readAuditFilter } from './search.ts';

/** Searches only when the form is sent, because the log notes each search. */
export function SearchForm({ filter }: { filter: AuditFilter }) {
  const t = useWords();
  const { organisation } = usePlace();
  const navigate = useNavigate();
  const [entered, setEntered] = useState(filter);
  const search = (chosen: AuditFilter): void =>
    void navigate({
      to: '/organisations/$organisation/audit',
      params: { organisation },
      search: readAuditFilter({ ...chosen }),
    });
  const field = (name: 'staffId' | 'clientId' | 'action' | 'subject' | 'from' | 'to') => ({
    value: entered[name] ?? '',
    onChange: ({ target }: { target: { value: string } }) => setEntered({ ...entered, [name]: target.value }),
  });
  return (
    <Form
      keeps={false}
      role="search"
      aria-label={t('audit.filter')}
      className="grid gap-4"
      onSubmit={() => search(entered)}
    >
      <div className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <StaffChoice {...field('staffId')} />
        <ActionChoice {...field('action')} />
        <TextField
          label={t('audit.subject')}
          hint={t('audit.subject.hint')}
          maxLength={200}
          autoComplete="off"
          {...field('subject')}
        />
        <TextField label={t('audit.clientId')} maxLength={100} autoComplete="off" {...field('clientId')} />
        <TextField type="date" label={t('audit.from')} {...field('from')} />
        <TextField type="date" label={t('audit.to')} {...field('to')} />
        <Select
          label={t('audit.outcome')}
          value={entered.outcome ?? ''}
          onChange={({ target }) => setEntered(readAuditFilter({ ...entered, outcome: target.value }))}
          choices={[
            { value: '', text: t('audit.outcome.all') },
            { value: 'allowed', text: t('audit.outcome.allowed') },
            { value: 'refused', text: t('audit.outcome.refused') },
          ]}
        />
        <div className="flex gap-3">
          <Button type="submit">{t('audit.submit')}</Button>
          <Button look="quiet" onClick={() => search({})}>
            {t('audit.clear')}
          </Button>
        </div>
      </div>
    </Form>
  );
}

/** Offers the actions by name, each area together, and for refused requests the rights that were missing. */
function ActionChoice({ value, onChange }: Pick<ComponentProps<typeof Select>, 'onChange'> & { value: string }) {
  const t = useWords();
  const actionName = useActionName();
  const choiceOf = (code: string) => ({ value: code, text: actionName(code) ?? code });
  const known = value === '' || auditActions.includes(value) || rights.some((right) => right === value);
  return (
    <Select
      label={t('audit.what')}
      hint={t('audit.what.hint')}
      value={value}
      onChange={onChange}
      choices={[{ value: '', text: t('audit.what.all') }, ...(known ? [] : [choiceOf(value)])]}
      groups={[
        ...auditAreas.map((area) => ({
          title: t(`audit.area.${area}`),
          choices: auditActions.filter((action) => areaOf(action) === area).map(choiceOf),
        })),
        {
          title: t('audit.area.refused'),
          choices: rights.map((right) => ({
            value: right,
            text: `${t('audit.outcome.refused')}: ${actionName(right) ?? right}`,
          })),
        },
      ]}
    />
  );
}

/** Offers everybody by name, also those who have left. An id in the address that nobody has is shown as it is. */
function StaffChoice({ value, onChange }: Pick<ComponentProps<typeof Select>, 'onChange'> & { value: string }) {
  const t = useWords();
  const { organisation } = usePlace();
  const { data } = useQuery(auditedStaffQuery(organisation));
  const known = data?.staff ?? [];
  const unknown =
    value === '' || known.some(({ staffId }) => staffId === value) ? [] : [{ staffId: value, name: null }];
  return (
    <Select
      label={t('audit.staff')}
      value={value}
      onChange={onChange}
      choices={[
        { value: '', text: t('audit.staff.all') },
        ...[...known, ...unknown].map(({ staffId, name }) => ({
          value: staffId,
          text:
            name === null
              ? staffId
              : known.filter((each) => each.name === name).length > 1
                ? `${name} (${staffId.slice(0, 8)})`
                : name,
        })),
      ]}
    />
  );
}
