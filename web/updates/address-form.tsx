import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { AddressUpdated, AddressUpdateProposed } from '../../contracts/api/address-update.ts';
import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { sexes, type Sex } from '../../domain/values/sex.ts';
import { ApiError } from '../components/client.ts';
import { updateAddressInformation } from '../residents/calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import type { MessageKey } from '../catalogue.ts';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { Form } from '../components/form.tsx';
import { isReason } from '../components/reason.ts';

const fields = {
  name: { label: 'resident.field.name', required: true, longest: 200 },
  nameKana: { label: 'resident.field.nameKana', required: false, longest: 200 },
  birthDate: { label: 'resident.field.birthDateText', required: true, longest: 40 },
  address: { label: 'resident.field.address', required: true, longest: 400 },
  contact: { label: 'resident.field.contact', required: false, longest: 200 },
  delivery: { label: 'resident.field.delivery', required: false, longest: 400 },
  reason: { label: 'errors.reason', required: true, longest: 400 },
} as const satisfies Record<string, { label: MessageKey; required: boolean; longest: number }>;
type Field = keyof typeof fields;
const fieldNames = Object.keys(fields).filter((name): name is Field => Object.hasOwn(fields, name));
const idOf = (field: Field): string => `update-${field}`;

type Values = Record<Exclude<Field, 'reason'>, string> & { sex: Sex };

/** The text as it is stored, whatever the reader's calendar: what is not changed must stay as it came. */
const valuesOf = (row: ResidentDetail['history'][number]): Values => ({
  name: row.name ?? '',
  nameKana: row.nameKana ?? '',
  birthDate: row.birthDateText ?? '',
  sex: sexes.find((each) => each === row.sex) ?? 'unknown',
  address: row.address ?? '',
  contact: row.contact ?? '',
  delivery: row.delivery ?? '',
});

export function AddressForm({
  number,
  current,
  needsApproval,
  onReload,
  onCancel,
  onDone,
}: {
  number: string;
  current: ResidentDetail['history'][number];
  /** Whether the update is only proposed and another person approves it. */
  needsApproval: boolean;
  onReload: () => void;
  onCancel: () => void;
  onDone: (updated: AddressUpdated | AddressUpdateProposed) => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const before = valuesOf(current);
  // Only what was changed, so that the rest follows a row that came in meanwhile.
  const [edits, setEdits] = useState<Partial<Values>>({});
  const values = { ...before, ...edits };
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<Partial<Record<Field, string>>>({});
  const isChanged = JSON.stringify(values) !== JSON.stringify(before);
  const updating = useMutation({
    mutationFn: () =>
      updateAddressInformation(municipality, number, {
        ...values,
        currentHistorySeq: current.historySeq,
        reason: reason.trim(),
      }),
    // No cache keeps names after the page.
    gcTime: 0,
    onSuccess: onDone,
  });
  useUnsaved((isChanged || reason.trim() !== '') && !updating.isSuccess);
  const refused = useMemo(() => fieldErrorsOf(updating.error, language), [updating.error, language]);
  const errors = useMemo(
    () =>
      fieldNames.flatMap((name) => {
        const text = wrong[name] ?? refused[name];
        if (text === undefined) return [];
        // This error is about the whole form, although it stands at the first field.
        const isOfAll = text === t('addressUpdate.nothing');
        return [{ fieldId: idOf(name), text: isOfAll ? text : `${t(fields[name].label)}: ${text}` }];
      }),
    // `t` is left out: the summary takes the focus whenever this changes.
    [wrong, refused],
  );
  const submit = (): void => {
    const missing = fieldNames.filter(
      (name) => fields[name].required && (name === 'reason' ? reason : values[name]).trim() === '',
    );
    const found: Partial<Record<Field, string>> = {
      ...Object.fromEntries(missing.map((name) => [name, t('addressUpdate.missing')])),
      ...(!isReason(reason) && { reason: t('residents.reason.short') }),
      ...(!isChanged && { name: t('addressUpdate.nothing') }),
    };
    setWrong(found);
    updating.reset();
    if (Object.keys(found).length === 0 && !updating.isPending) updating.mutate();
  };
  const field = (name: Field) => ({
    id: idOf(name),
    label: t(fields[name].label),
    required: fields[name].required,
    maxLength: fields[name].longest,
    error: wrong[name] ?? refused[name],
    value: name === 'reason' ? reason : values[name],
    before: name === 'reason' ? undefined : before[name],
    autoComplete: 'off',
    spellCheck: false,
    onChange: ({ target }: { target: { value: string } }) => {
      if (name === 'reason') setReason(target.value);
      else setEdits({ ...edits, [name]: target.value });
    },
  });
  const isOutdated = updating.error instanceof ApiError && updating.error.problem?.code === 'CHANGED_MEANWHILE';
  return (
    <Card title={t('addressUpdate.form')}>
      <p>{t(needsApproval ? 'addressUpdate.proposeText' : 'addressUpdate.text')}</p>
      <Form className="grid gap-4" edits about={number} onSubmit={submit} onCancel={onCancel}>
        <ErrorSummary errors={errors} />
        {updating.error && Object.keys(refused).length === 0 && (
          <ProblemNotice error={updating.error}>
            {isOutdated && (
              <>
                <p>{t('addressUpdate.reload.text')}</p>
                <Button
                  look="secondary"
                  className="justify-self-start"
                  onClick={() => {
                    updating.reset();
                    onReload();
                  }}
                >
                  {t('addressUpdate.reload')}
                </Button>
              </>
            )}
          </ProblemNotice>
        )}
        <div className="grid gap-4 md:grid-cols-2">
          <TextField {...field('name')} lang="ja" />
          <TextField {...field('nameKana')} lang="ja" />
          <TextField {...field('birthDate')} lang="ja" hint={t('resident.birthDate.hint')} />
          <Select
            label={t('resident.field.sex')}
            hint={t('addressUpdate.sex.hint')}
            value={values.sex}
            before={before.sex}
            onChange={({ target }) =>
              setEdits({ ...edits, sex: sexes.find((each) => each === target.value) ?? 'unknown' })
            }
            choices={sexes.map((value) => ({ value, text: t(`resident.sex.${value}`) }))}
          />
          <TextField {...field('address')} lang="ja" />
          <TextField {...field('contact')} lang="ja" />
          <TextField {...field('delivery')} lang="ja" />
        </div>
        <TextField {...field('reason')} hint={t('residents.reason.hint')} />
        <Button type="submit" busy={updating.isPending} className="justify-self-start">
          {t(needsApproval ? 'addressUpdate.propose' : 'addressUpdate.submit')}
        </Button>
      </Form>
    </Card>
  );
}
