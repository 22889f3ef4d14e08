import { useEffect, useRef } from 'react';
import { useWords } from './preferences.tsx';

/** Lists what is wrong in a form, with a link to each field. It takes the focus, so that it is read first. */
export function ErrorSummary({ errors }: { errors: readonly { fieldId: string; text: string }[] }) {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [errors]);
  if (errors.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1} role="alert" className="grid gap-1 rounded-8 border-2 border-error-2 bg-white p-4">
      <p className="font-bold">{t('problem.inputs')}</p>
      <ul className="list-disc pl-5">
        {errors.map(({ fieldId, text }) => (
          <li key={fieldId}>
            <a
              href={`#${fieldId}`}
              className="inline-flex min-h-11 items-center text-error-2 underline"
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(fieldId)?.focus();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
