import { useMemo, useState } from 'react';
import { numberSystems } from '../../domain/number-systems.ts';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import { blank, type Criteria } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Checkbox, Select, TextField } from '../components/fields.tsx';
import type { MessageKey } from '../catalogue.ts';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { systemOf } from '../components/code-names.ts';
import { Form } from '../components/form.tsx';

const fields = {
  name: 'resident.field.name',
  birthDate: 'resident.field.birthDateText',
  address: 'resident.field.address',
  addressNumber: 'resident.addressNumber',
  integratedAddressNumber: 'resident.number',
} as const satisfies Partial<Record<keyof Criteria, MessageKey>>;
type Field = keyof typeof fields;
const fieldNames = Object.keys(fields).filter((name): name is Field => Object.hasOwn(fields, name));
/** In these fields twelve digits can only be a personal number, so they are not sent. */
const wordFields = ['name', 'birthDate', 'address'] as const satisfies Field[];
const idOf = (field: Field): string => `search-${field}`;

/** A resident must meet all criteria. `refused` is what the server said of the last search, by field. */
export function SearchForm({
  last,
  refused,
  onSearch,
}: {
  last: Criteria | undefined;
  refused: Partial<Record<string, string>>;
  onSearch: (criteria: Criteria) => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const [criteria, setCriteria] = useState(last ?? blank);
  const [missing, setMissing] = useState<{ field: Field; text: string } | null>(null);
  const change = (changed: Partial<Criteria>): void => setCriteria({ ...criteria, ...changed });
  const errorOf = (field: Field): string | undefined =>
    missing ? (missing.field === field ? missing.text : undefined) : refused[field];
  const errors = useMemo(() => {
    if (missing) return [{ fieldId: idOf(missing.field), text: missing.text }];
    return fieldNames.flatMap((field) => {
      const text = refused[field];
      return text === undefined ? [] : [{ fieldId: idOf(field), text }];
    });
  }, [missing, refused]);
  const field = (name: Field) => ({
    id: idOf(name),
    label: t(fields[name]),
    error: errorOf(name),
    value: criteria[name],
    autoComplete: 'off',
    spellCheck: false,
    onChange: ({ target }: { target: { value: string } }) => setCriteria({ ...criteria, [name]: target.value }),
  });
  const submit = (): void => {
    const given = { ...criteria, ...Object.fromEntries(fieldNames.map((name) => [name, criteria[name].trim()])) };
    const misplaced = wordFields.find((name) => hasPersonalNumber(given[name]));
    const lacking = misplaced
      ? { field: misplaced, text: t('residents.personalNumberHere') }
      : given.numberSystem !== '' && given.addressNumber === ''
        ? ({ field: 'addressNumber', text: t('residents.addressNumber.missing') } as const)
        : fieldNames.every((name) => given[name] === '')
          ? ({ field: 'name', text: t('residents.nothing') } as const)
          : null;
    setMissing(lacking);
    if (!lacking) onSearch(given);
  };
  return (
    <Card title={t('residents.criteria')}>
      <Form
        keeps={false}
        role="search"
        className="grid gap-4"
        onSubmit={() => {
          submit();
        }}
      >
        <ErrorSummary errors={errors} />
        <div className="grid gap-4 md:grid-cols-2">
          <div className="grid gap-4 sm:grid-cols-[2fr_1fr]">
            <TextField {...field('name')} hint={t('residents.name.hint')} maxLength={200} lang="ja" />
            <Select
              label={t('residents.nameMatch')}
              hint={t('residents.nameMatch.hint')}
              value={criteria.nameMatch}
              onChange={({ target }) => change({ nameMatch: target.value === 'part' ? 'part' : 'start' })}
              choices={(['start', 'part'] as const).map((value) => ({ value, text: t(`residents.match.${value}`) }))}
            />
          </div>
          <TextField {...field('birthDate')} hint={t('resident.birthDate.hint')} maxLength={40} />
          <TextField {...field('address')} hint={t('residents.address.hint')} maxLength={400} lang="ja" />
          <TextField
            {...field('integratedAddressNumber')}
            hint={t('residents.number.hint')}
            inputMode="numeric"
            maxLength={40}
          />
          <Select
            label={t('resident.numberSystem')}
            value={criteria.numberSystem}
            onChange={({ target }) => change({ numberSystem: target.value })}
            choices={[
              { value: '', text: t('residents.anySystem') },
              ...Object.keys(numberSystems).map((value) => ({ value, text: systemOf(value, language) })),
            ]}
          />
          <TextField {...field('addressNumber')} inputMode="numeric" maxLength={40} />
        </div>
        <Checkbox
          label={t('residents.includeHistory')}
          checked={criteria.includeHistory}
          onChange={({ target }) => change({ includeHistory: target.checked })}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit">{t('residents.search')}</Button>
          <Button
            look="secondary"
            onClick={() => {
              setCriteria(blank);
              setMissing(null);
              document.getElementById(idOf('name'))?.focus();
            }}
          >
            {t('residents.clear')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
