/** 回答集 (J 4): what the call centre has answered before, found while somebody types, and kept by the call centre. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer, SearchResult } from '../../contracts/api/answers.ts';
import { inquiryKinds } from '../../domain/inquiries/names.ts';
import { Button } from '../components/button.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { AnswerDialog } from './answer-dialog.tsx';
import { AnswerItem } from './answer-item.tsx';
import { answersQuery } from './calls.ts';
import { Marked } from './marked.tsx';
import { RetireDialog } from './retire-dialog.tsx';
import { answerSorts, answerStates, type AnswerFilter } from './search.ts';
import { useSearchWhileTyping } from './search-typed.ts';
import { WholeAnswer } from './suggestions.tsx';

export function AnswersPage() {
  const t = useWords();
  const { name } = usePlace();
  return (
    <Guarded right="inquiries:read">
      <PageHeading title={t('answers.title')} place={name} />
      <p>{t('answers.intro')}</p>
      <Collection />
    </Guarded>
  );
}

const shown = { answers: 20, inquiries: 10 } as const;

function Collection() {
  const t = useWords();
  const { may } = usePlace();
  const filter = useSearch({ from: '/signed-in/organisations/$organisation/answers' });
  const [typed, setTyped] = useState('');
  const { text, result, error } = useSearchWhileTyping(typed, { ...shown, kind: filter.kind });
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  return (
    <>
      {said !== null && <Notice look="success">{said}</Notice>}
      <div role="search" className="grid items-end gap-4 sm:grid-cols-[1fr_auto] print:hidden">
        <TextField
          type="search"
          label={t('answers.search')}
          hint={t('answers.search.hint')}
          autoComplete="off"
          maxLength={2_000}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        {may('inquiries:answer') && (
          <Button
            look="secondary"
            onClick={() => {
              setSaid(null);
              setAdding(true);
            }}
          >
            {t('answers.add')}
          </Button>
        )}
      </div>
      <Filter filter={filter} isSearching={text !== ''} />
      {text === '' ? (
        <All filter={filter} onSaid={setSaid} />
      ) : (
        <>
          {error && <ProblemNotice error={error} />}
          {!result && !error && <Skeleton lines={6} />}
          {result && <Found result={result} />}
        </>
      )}
      {adding && (
        <AnswerDialog
          of={{ title: '', body: '', kind: filter.kind ?? 'operation' }}
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            setSaid(t('answers.added'));
          }}
        />
      )}
    </>
  );
}

/** A search finds what is in use, the best first; so only the kind narrows it. */
function Filter({ filter, isSearching }: { filter: AnswerFilter; isSearching: boolean }) {
  const t = useWords();
  const { may } = usePlace();
  const navigate = useNavigate({ from: '/organisations/$organisation/answers' });
  const set = (changed: AnswerFilter, without: keyof AnswerFilter): void =>
    void navigate({
      search: ({ [without]: _before, ...search }) => ({ ...search, ...changed }),
      replace: true,
    });
  return (
    <div className="flex flex-wrap gap-4 print:hidden">
      <Select
        label={t('answers.kind')}
        value={filter.kind ?? ''}
        onChange={({ target: { value } }) => {
          const kind = inquiryKinds.find((each) => each === value);
          set(kind === undefined ? {} : { kind }, 'kind');
        }}
        choices={[
          { value: '', text: t('inquiries.kind.all') },
          ...inquiryKinds.map((value) => ({ value, text: t(`inquiry.kind.${value}`) })),
        ]}
      />
      {!isSearching && (
        <Select
          label={t('answers.sort')}
          value={filter.sort ?? 'used'}
          onChange={({ target: { value } }) => set(value === 'number' ? { sort: 'number' } : {}, 'sort')}
          choices={answerSorts.map((value) => ({ value, text: t(`answers.sort.${value}`) }))}
        />
      )}
      {!isSearching && may('inquiries:answer') && (
        <Select
          label={t('answers.show')}
          value={filter.retired ?? 'no'}
          onChange={({ target: { value } }) => {
            const retired = answerStates.find((each) => each === value && each !== 'no');
            set(retired === undefined ? {} : { retired }, 'retired');
          }}
          choices={answerStates.map((value) => ({ value, text: t(`answers.show.${value}`) }))}
        />
      )}
    </div>
  );
}

function All({ filter, onSaid }: { filter: AnswerFilter; onSaid: (said: string) => void }) {
  const t = useWords();
  const { organisation } = usePlace();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    answersQuery(organisation, filter),
  );
  const [asked, setAsked] = useState<{ what: 'change' | 'retire'; answer: Answer } | null>(null);
  const answers = data?.pages.flatMap((page) => page.answers) ?? [];
  const done = (said: string): void => {
    setAsked(null);
    onSaid(said);
  };
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && answers.length === 0 && <p>{t('answers.none')}</p>}
      {answers.length > 0 && (
        <ul className="grid gap-4">
          {answers.map((answer) => (
            <AnswerItem
              key={answer.answer}
              answer={answer}
              onChange={() => setAsked({ what: 'change', answer })}
              onRetire={() => setAsked({ what: 'retire', answer })}
            />
          ))}
        </ul>
      )}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
      {asked?.what === 'change' && (
        <AnswerDialog
          of={{ title: asked.answer.title, body: asked.answer.body, kind: asked.answer.kind }}
          changes={asked.answer}
          onClose={() => setAsked(null)}
          onDone={() => done(t('answers.changedNow'))}
        />
      )}
      {asked?.what === 'retire' && (
        <RetireDialog
          answer={asked.answer}
          onClose={() => setAsked(null)}
          onDone={(isRetired) => done(t(isRetired ? 'answers.retiredNow' : 'answers.restoredNow'))}
        />
      )}
    </>
  );
}

function Found({ result }: { result: SearchResult }) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  const { answers, inquiries } = result;
  return (
    <>
      <p role="status" className="text-solid-gray-800">
        {answers.length + inquiries.length === 0
          ? t('finder.none')
          : t('finder.found', {
              answers: formats.count(answers.length),
              inquiries: formats.count(inquiries.length),
            })}
      </p>
      {answers.length > 0 && (
        <section className="grid gap-3">
          <h2 className="text-std-20B-150">{t('finder.answers')}</h2>
          <ul className="grid gap-4">
            {answers.map((answer) => (
              <li key={answer.answer} className="grid gap-2 rounded-12 border border-solid-gray-300 p-4">
                <h3 className="font-bold">
                  <Marked text={answer.title} marks={answer.titleMarks} />
                </h3>
                <p>
                  <Marked text={answer.excerpt} marks={answer.excerptMarks} />
                </p>
                <WholeOnDemand answer={answer.answer} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {inquiries.length > 0 && (
        <section className="grid gap-3">
          <h2 className="text-std-20B-150">{t('finder.inquiries')}</h2>
          <ul className="grid gap-4">
            {inquiries.map((each) => (
              <li key={each.inquiry} className="grid gap-1 rounded-12 border border-solid-gray-300 p-4">
                <Link
                  to="/organisations/$organisation/inquiries/$inquiry"
                  params={{ organisation, inquiry: String(each.inquiry) }}
                  className="inline-flex min-h-11 items-center gap-2 font-bold text-key-900 underline"
                >
                  <span className="tabular-nums">{each.inquiry}</span>
                  <Marked text={each.subject} marks={each.subjectMarks} />
                </Link>
                <p>
                  <Marked text={each.excerpt} marks={each.excerptMarks} />
                </p>
                <p className="text-sm text-solid-gray-700">
                  {t(`inquiry.status.${each.status}`)} {formats.moment(each.askedAt)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function WholeOnDemand({ answer }: { answer: number }) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="min-h-11 content-center text-key-900 underline">{t('ask.suggestions.open')}</summary>
      {isOpen && <WholeAnswer answer={answer} />}
    </details>
  );
}
