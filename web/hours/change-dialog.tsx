import { useMemo, useState, type ReactNode } from 'react';
import type { HoursSetting } from '../../contracts/api/hours.ts';
import { useHoursChange } from './calls.ts';
import { Dialog } from '../components/dialog.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { errorsIn } from './setting.ts';
import { listFieldErrors, type FieldError } from '../components/field-errors.ts';

/** Overrides and exceptions keep their reason, which may not be longer. */
const longestReason = 200;

const noFields: Readonly<Record<string, string>> = {};

/** Changes the setting, with a reason. What breaks a rule is said at its field before anything is sent. */
export function ChangeDialog({
  title,
  submit,
  look,
  setting,
  change,
  fields = noFields,
  children,
  onDone,
  onClose,
}: {
  title: string;
  submit: string;
  look?: 'danger';
  setting: HoursSetting;
  change: (setting: HoursSetting, reason: string) => HoursSetting;
  /** The ids of the dialog's fields, by the ends of their paths in the setting. */
  fields?: Readonly<Record<string, string>>;
  children?: (errorOf: (field: string) => string | undefined) => ReactNode;
  onDone: () => void;
  onClose: () => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const changing = useHoursChange(municipality);
  const [found, setFound] = useState<FieldError[]>([]);
  const known = new Set(errorsIn(setting, language).map(({ field, text }) => `${field} ${text}`));
  const errorOf = (name: string): string | undefined => found.find(({ field }) => nameOf(field, fields) === name)?.text;
  const begin = (reason: string): void => {
    // What was wrong before is not this change's fault.
    const wrong = errorsIn(change(setting, reason), language).filter(
      ({ field, text }) => !known.has(`${field} ${text}`) && nameOf(field, fields) !== undefined,
    );
    setFound(wrong);
    if (wrong.length > 0) return;
    changing.mutate(
      { change: (there) => change(there, reason), reason },
      { onSuccess: onDone, onError: (error) => setFound(listFieldErrors(error, language)) },
    );
  };
  // The summary takes the focus when it changes, so it must stay the same object until then.
  const summary = useMemo(
    () =>
      found.flatMap(({ field, text }) => {
        const name = nameOf(field, fields);
        return name === undefined ? [] : [{ fieldId: fields[name] ?? name, text }];
      }),
    [found, fields],
  );
  return (
    <Dialog title={title} onClose={onClose}>
      <ErrorSummary errors={summary} />
      {changing.error && summary.length === 0 && <ProblemNotice error={changing.error} />}
      <ReasonForm
        submit={submit}
        {...(look && { look })}
        busy={changing.isPending}
        check={(reason) => (reason.length > longestReason ? t('hours.reason.long') : undefined)}
        onSubmit={begin}
        onClose={onClose}
      >
        {children?.(errorOf)}
      </ReasonForm>
    </Dialog>
  );
}

/** `exceptions[2].to` is the dialog's `to`; `prefecture.closes` is its own name. */
function nameOf(field: string, fields: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(fields).find((name) => field === name || field.endsWith(`].${name}`));
}
