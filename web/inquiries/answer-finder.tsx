import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SearchResult } from '../../contracts/api/answers.ts';
import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { TextField } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { answerQuery } from './calls.ts';
import { Marked } from './marked.tsx';
import { onlyLikely, useSearchWhileTyping } from './search-typed.ts';
import { WholeAnswer } from './suggestions.tsx';

/** What was put into an answer. */
export interface Inserted {
  answer: number;
  title: string;
  body: string;
}

const shown = { answers: 5, inquiries: 5 } as const;

/** Searches as the agent types; until they do, by what was asked. */
export function AnswerFinder({ inquiry, onInsert }: { inquiry: InquiryDetail; onInsert: (chosen: Inserted) => void }) {
  const t = useWords();
  const formats = useFormats();
  const [typed, setTyped] = useState('');
  const asked = inquiry.messages.find(({ kind }) => kind === 'question')?.text ?? '';
  const { result, error } = useSearchWhileTyping(typed.trim() === '' ? `${inquiry.subject} ${asked}` : typed, shown);
  const answers = onlyLikely(result?.answers ?? []);
  const inquiries = onlyLikely((result?.inquiries ?? []).filter((each) => each.inquiry !== inquiry.inquiry));
  return (
    <Card title={t('finder.title')}>
      <TextField
        type="search"
        label={t('finder.text')}
        hint={t('finder.hint')}
        autoComplete="off"
        maxLength={2_000}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {error && <ProblemNotice error={error} />}
      <p role="status" className="text-solid-gray-800">
        {result &&
          (answers.length + inquiries.length === 0
            ? t('finder.none')
            : t('finder.found', {
                answers: formats.count(answers.length),
                inquiries: formats.count(inquiries.length),
              }))}
      </p>
      {answers.length > 0 && (
        <section className="grid gap-2">
          <h3 className="font-bold">{t('finder.answers')}</h3>
          <ul className="grid gap-3">
            {answers.map((answer) => (
              <li key={answer.answer} className="rounded-8 border border-solid-gray-300 p-3">
                <FoundAnswer found={answer} onInsert={onInsert} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {inquiries.length > 0 && (
        <section className="grid gap-2">
          <h3 className="font-bold">{t('finder.inquiries')}</h3>
          <ul className="grid gap-3">
            {inquiries.map((each) => (
              <li key={each.inquiry} className="rounded-8 border border-solid-gray-300 p-3">
                <FoundInquiry found={each} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Card>
  );
}

function FoundAnswer({
  found,
  onInsert,
}: {
  found: SearchResult['answers'][number];
  onInsert: (chosen: Inserted) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { answer, title } = found;
  const insert = async (): Promise<void> => {
    try {
      const { body } = await client.query(answerQuery(organisation, answer));
      setError(null);
      onInsert({ answer, title, body });
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <div className="grid gap-2">
      <h4 className="font-bold">
        <Marked text={title} marks={found.titleMarks} />
      </h4>
      {!isOpen && (
        <p className="text-solid-gray-800">
          <Marked text={found.excerpt} marks={found.excerptMarks} />
        </p>
      )}
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="min-h-11 content-center text-key-900 underline">{t('ask.suggestions.open')}</summary>
        {isOpen && <WholeAnswer answer={answer} />}
      </details>
      {error !== null && <ProblemNotice error={error} />}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button
          look="secondary"
          size="small"
          aria-label={t('finder.insert.of', { title })}
          onClick={() => void insert()}
        >
          {t('finder.insert')}
        </Button>
        <span className="text-sm text-solid-gray-700">
          {t('finder.usage', { used: formats.count(found.used), solved: formats.count(found.solved) })}
        </span>
      </div>
    </div>
  );
}

function FoundInquiry({ found }: { found: SearchResult['inquiries'][number] }) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  return (
    <div className="grid gap-1">
      <Link
        to="/organisations/$organisation/inquiries/$inquiry"
        params={{ organisation, inquiry: String(found.inquiry) }}
        target="_blank"
        className="inline-flex min-h-11 items-center gap-2 font-bold text-key-900 underline"
      >
        <span className="tabular-nums">{found.inquiry}</span>
        <Marked text={found.subject} marks={found.subjectMarks} />
      </Link>
      <p className="text-solid-gray-800">
        <Marked text={found.excerpt} marks={found.excerptMarks} />
      </p>
      <p className="text-sm text-solid-gray-700">
        {t(`inquiry.status.${found.status}`)} {formats.moment(found.askedAt)} {t('finder.newTab')}
      </p>
    </div>
  );
}
