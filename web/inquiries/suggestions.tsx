import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SearchResult } from '../../contracts/api/answers.ts';
import { AsStored } from '../components/as-stored.tsx';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { usePlace } from '../shell/place.tsx';
import { answerQuery } from './calls.ts';
import { Marked } from './marked.tsx';
import { onlyLikely, useSearchWhileTyping } from './search-typed.ts';

const shown = 5;

/** Answers that may help, while a question is being written; whoever finds one need not send it. */
export function Suggestions({ typed, onSolved }: { typed: string; onSolved: () => void }) {
  const t = useWords();
  const formats = useFormats();
  const { text, result, error } = useSearchWhileTyping(typed, { answers: shown, inquiries: 0 });
  const found = onlyLikely(result?.answers ?? []);
  return (
    <Card title={t('ask.suggestions')}>
      {error && <ProblemNotice error={error} />}
      <p role="status" className="text-solid-gray-800">
        {text === '' && t('ask.suggestions.empty')}
        {text !== '' && !result && !error && t('app.loading')}
        {text !== '' && result && found.length === 0 && t('ask.suggestions.none')}
        {found.length > 0 && t('ask.suggestions.count', { count: formats.count(found.length) })}
      </p>
      {found.length > 0 && (
        <ul className="grid gap-3">
          {found.map((answer) => (
            <li key={answer.answer} className="rounded-8 border border-solid-gray-300 p-3">
              <Suggestion answer={answer} onSolved={onSolved} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Suggestion({ answer, onSolved }: { answer: SearchResult['answers'][number]; onSolved: () => void }) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="grid gap-2">
      <h3 className="font-bold">
        <Marked text={answer.title} marks={answer.titleMarks} />
      </h3>
      {!isOpen && (
        <p className="text-solid-gray-800">
          <Marked text={answer.excerpt} marks={answer.excerptMarks} />
        </p>
      )}
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="min-h-11 content-center text-key-900 underline">{t('ask.suggestions.open')}</summary>
        {isOpen && <WholeAnswer answer={answer.answer} />}
      </details>
      <Button
        look="secondary"
        size="small"
        className="justify-self-start"
        aria-label={t('ask.suggestions.solved.of', { title: answer.title })}
        onClick={onSolved}
      >
        {t('ask.suggestions.solved')}
      </Button>
    </div>
  );
}

/** A result has the part that agrees best; the rest is fetched for whoever wants to read it. */
export function WholeAnswer({ answer }: { answer: number }) {
  const { organisation } = usePlace();
  const { data, error } = useQuery(answerQuery(organisation, answer));
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Skeleton lines={3} />;
  return <AsStored text={data.body} className="block whitespace-pre-wrap" />;
}
