/** Says what went wrong: the sentence of the failure catalogue, then each field with its rule. */
import type { ReactNode } from 'react';
import { failures } from '../../domain/failures.ts';
import { ApiError } from './client.ts';
import { FailureLink } from './failure-link.tsx';
import { usePreferences, useWords, type Words } from './preferences.tsx';
import type { Language } from './message.ts';
import { Notice } from './notice.tsx';

const sentences = new Map<string, { ja: string; en: string }>(Object.entries(failures));

/** What a proxy before the server answers while that is away or busy. */
const unavailable = new Set([429, 502, 503, 504]);

/** The sentence of the failure catalogue, without the fields. */
export function sentenceOf(error: unknown, language: Language, t: Words): string {
  if (!(error instanceof ApiError)) return t('problem.unexpected', { status: '–' });
  if (error.status === 0) return t('problem.unreachable');
  // The catalogue speaks of access tokens, which only programs have.
  if (error.status === 401) return t('problem.signedOut');
  const { problem } = error;
  if (!problem) {
    return unavailable.has(error.status) ? t('problem.unavailable') : t('problem.unexpected', { status: error.status });
  }
  return sentences.get(problem.code)?.[language] ?? problem.title;
}

export function ProblemNotice({ error, children }: { error: unknown; children?: ReactNode }) {
  const { language } = usePreferences();
  const t = useWords();
  const problem = error instanceof ApiError ? error.problem : null;
  return (
    <Notice look="error" title={t('problem.title')}>
      <p>{sentenceOf(error, language, t)}</p>
      {problem?.errors && (
        <ul className="list-disc pl-5">
          {problem.errors.map(({ field, rule, message }) => (
            <li key={`${field} ${rule}`}>
              {field !== '' && <span className="font-bold">{field}: </span>}
              {message[language]}
            </li>
          ))}
        </ul>
      )}
      {problem && <p className="text-sm text-solid-gray-700">{t('problem.errorId', { errorId: problem.errorId })}</p>}
      {problem && sentences.has(problem.code) && <FailureLink code={problem.code} />}
      {children}
    </Notice>
  );
}
