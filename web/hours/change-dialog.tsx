import { useMemo, useState, type ReactNode } from 'react';
import type { CalendarPart, OrganisationCalendar } from '../../contracts/api/calendars.ts';
import { usePartChange } from './calls.ts';
import { Dialog } from '../components/dialog.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { errorsIn } from './setting.ts';
import { listFieldErrors, type FieldError } from '../components/field-errors.ts';
import type { SavedKey } from './saved.ts';

/** Days keep their reason, which may not be longer. */
const longestReason = 200;

const noFields: Readonly<Record<string, string>> = {};

/** Changes the own part, with a reason. What breaks a rule is said at its field before anything is sent. */
export function ChangeDialog({
  title,
  submit,
  look,
  calendar,
  change,
  fields = noFields,
  children,
  onDone,
  onClose,
}: {
  title: string;
  submit: string;
  look?: 'danger';
  calendar: OrganisationCalendar;
  change: (setting: CalendarPart, reason: string) => CalendarPart;
  /** The ids of the dialog's fields, by the ends of their paths in the part. */
  fields?: Readonly<Record<string, string>>;
  children?: (errorOf: (field: string) => string | undefined) => ReactNode;
  onDone: (key: SavedKey) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const changing = usePartChange(organisation, onDone);
  const [found, setFound] = useState<FieldError[]>([]);
  const { setting, combined } = calendar;
  const known = new Set(errorsIn(setting, combined, language).map(({ field, text }) => `${field} ${text}`));
  const errorOf = (name: string): string | undefined => found.find(({ field }) => nameOf(field, fields) === name)?.text;
  const begin = (reason: string): void => {
    // What was wrong before is not this change's fault.
    const wrong = errorsIn(change(setting, reason), combined, language).filter(
      ({ field, text }) => !known.has(`${field} ${text}`) && nameOf(field, fields) !== undefined,
    );
    setFound(wrong);
    if (wrong.length > 0) return;
    changing.mutate(
      { change: (there) => change(there, reason), reason },
      { onError: (error) => setFound(listFieldErrors(error, language)) },
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
        edits
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

/** `overrides[2].date` is the dialog's `date`, and so is `setting.overrides[2].date` of the server. */
function nameOf(field: string, fields: Readonly<Record<string, string>>): string | undefined {
  const path = field.replace(/^setting\./u, '');
  return Object.keys(fields).find((name) => path === name || path.endsWith(`].${name}`));
}
