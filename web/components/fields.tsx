/** Form fields: label, hint and error, tied to the field for screen readers. */
import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { useWords } from './preferences.tsx';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

const controlClass =
  'min-h-12 w-full rounded-8 border bg-white px-4 py-2 text-solid-gray-900 aria-invalid:border-error-2 border-solid-gray-600 hover:border-black';

function Field({
  label,
  hint,
  error,
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
      {error !== undefined && (
        <p id={`${id}-error`} className="text-sm text-error-2">
          {error}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, { hint, error }: Pick<FieldProps, 'hint' | 'error'>): string | undefined {
  const ids = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(' ');
}

export function TextField({
  label,
  hint,
  error,
  id: givenId,
  className = '',
  ref,
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  const ownId = useId();
  const id = givenId ?? ownId;
  return (
    <Field label={label} hint={hint} error={error} required={rest.required} id={id}>
      <input
        {...rest}
        ref={ref}
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={`${controlClass} ${className}`}
      />
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  id,
  ...rest
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement> & { id: string }) {
  return (
    <Field label={label} hint={hint} error={error} required={rest.required} id={id}>
      <textarea
        {...rest}
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={controlClass}
      />
    </Field>
  );
}

export interface Choice {
  value: string;
  text: string;
}

export function Select({
  label,
  hint,
  error,
  choices,
  id: givenId,
  ...rest
}: FieldProps & SelectHTMLAttributes<HTMLSelectElement> & { choices: readonly Choice[] }) {
  const ownId = useId();
  const id = givenId ?? ownId;
  return (
    <Field label={label} hint={hint} error={error} required={rest.required} id={id}>
      <select
        {...rest}
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={controlClass}
      >
        {choices.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function Checkbox({ label, ...rest }: { label: string } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className="flex min-h-11 items-center gap-2">
      <input type="checkbox" {...rest} className="size-6 shrink-0" />
      {label}
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
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => void;
}) {
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
    </fieldset>
  );
}
