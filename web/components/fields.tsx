/** Form fields: label, hint and error, tied to the field for screen readers. */
import {
  use,
  useId,
  useState,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { AsStored } from './as-stored.tsx';
import { ShowsBefore } from './form.tsx';
import { useWords } from './preferences.tsx';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** What stood there before; without it what the field began with. */
  before?: string | undefined;
}

const controlClass =
  'min-h-12 w-full rounded-8 border bg-white px-4 py-2 text-solid-gray-900 aria-invalid:border-error-2 border-solid-gray-600 hover:border-black';

function Field({
  label,
  hint,
  error,
  before,
  required,
  id,
  children,
}: FieldProps & { required: boolean | undefined; id: string; children: ReactNode }) {
  const t = useWords();
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="font-bold">
        {label}
        {/* The space makes screen readers say two words. */}
        {required === true && ' '}
        {required === true && (
          <span className="ml-1 inline-block text-sm font-normal text-error-2">{t('app.required')}</span>
        )}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-solid-gray-700">
          {hint}
        </p>
      )}
      {children}
      {before !== undefined && <Before id={`${id}-before`} text={before} />}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-sm text-error-2">
          {error}
        </p>
      )}
    </div>
  );
}

function Before({ id, text }: { id: string; text: string }) {
  const t = useWords();
  return (
    <p id={id} className="text-sm text-solid-gray-700">
      {t('form.before')} <AsStored text={text} className="whitespace-pre-line" />
    </p>
  );
}

/** What stood in a field of an existing thing, once it says something else. */
function useBefore(value: unknown, given: string | undefined): string | undefined {
  const shows = use(ShowsBefore);
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const [initial] = useState(text);
  const before = given ?? initial;
  return shows && before !== '' && before !== text ? before : undefined;
}

function describedBy(id: string, { hint, error, before }: Omit<FieldProps, 'label'>): string | undefined {
  const ids = [
    hint !== undefined && `${id}-hint`,
    before !== undefined && `${id}-before`,
    error !== undefined && `${id}-error`,
  ].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(' ');
}

export function TextField({
  label,
  hint,
  error,
  before: givenBefore,
  secret = false,
  id: givenId,
  className = '',
  ref,
  ...rest
}: FieldProps &
  InputHTMLAttributes<HTMLInputElement> & {
    ref?: Ref<HTMLInputElement>;
    /** Whether no draft keeps what is typed, such as a personal number. */
    secret?: boolean;
  }) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const changedFrom = useBefore(rest.value, givenBefore);
  const before = secret || rest.type === 'password' ? undefined : changedFrom;
  return (
    <Field label={label} hint={hint} error={error} before={before} required={rest.required} id={id}>
      <input
        {...rest}
        ref={ref}
        id={id}
        data-secret={secret ? '' : undefined}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error, before })}
        className={`${controlClass} ${className}`}
      />
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  before: givenBefore,
  id,
  ...rest
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement> & { id: string }) {
  const before = useBefore(rest.value, givenBefore);
  return (
    <Field label={label} hint={hint} error={error} before={before} required={rest.required} id={id}>
      <textarea
        {...rest}
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error, before })}
        className={controlClass}
      />
    </Field>
  );
}

export interface Choice {
  value: string;
  text: string;
}
export interface ChoiceGroup {
  title: string;
  choices: readonly Choice[];
}

export function Select({
  label,
  hint,
  error,
  before: givenBefore,
  choices,
  groups = [],
  id: givenId,
  ...rest
}: FieldProps &
  SelectHTMLAttributes<HTMLSelectElement> & {
    choices: readonly Choice[];
    /** After the choices that belong to no group. */
    groups?: readonly ChoiceGroup[];
  }) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const changedFrom = useBefore(rest.value, givenBefore);
  const all = [...choices, ...groups.flatMap((group) => group.choices)];
  const before = all.find(({ value }) => value === changedFrom)?.text;
  return (
    <Field label={label} hint={hint} error={error} before={before} required={rest.required} id={id}>
      <select
        {...rest}
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error, before })}
        className={controlClass}
      >
        {choices.map(optionOf)}
        {groups.map(({ title, choices: inGroup }) => (
          <optgroup key={title} label={title}>
            {inGroup.map(optionOf)}
          </optgroup>
        ))}
      </select>
    </Field>
  );
}

const optionOf = ({ value, text }: Choice) => (
  <option key={value} value={value}>
    {text}
  </option>
);

export function Checkbox({ label, ...rest }: { label: string } & InputHTMLAttributes<HTMLInputElement>) {
  const t = useWords();
  const shows = use(ShowsBefore);
  const [initial] = useState(rest.checked);
  return (
    <label className="flex min-h-11 items-center gap-2">
      <input type="checkbox" {...rest} className="size-6 shrink-0" />
      {label}
      {shows && initial === true && rest.checked === false && (
        <span className="text-sm text-solid-gray-700">{t('form.before.chosen')}</span>
      )}
    </label>
  );
}

export function RadioGroup({
  legend,
  name,
  value,
  choices,
  onChange,
}: {
  legend: string;
  name: string;
  /** Empty while nothing is chosen. */
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  const changedFrom = useBefore(value, undefined);
  const before = choices.find((choice) => choice.value === changedFrom)?.text;
  return (
    <fieldset className="grid gap-1">
      <legend className="font-bold">{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="flex min-h-11 items-center gap-2">
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={value === choice.value}
            onChange={() => onChange(choice.value)}
            className="size-6 shrink-0"
          />
          {choice.text}
        </label>
      ))}
      {before !== undefined && <Before id={`${id}-before`} text={before} />}
    </fieldset>
  );
}
