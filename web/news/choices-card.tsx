/** How a person is told: what by mail, what by the browser, and when. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewsChoices } from '../../contracts/api/news.ts';
import { digestWindows, newsKinds, rolesOfNews, type NewsKind } from '../../domain/news.ts';
import { newsWords } from '../../domain/news-words.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { useSession } from '../shell/session.tsx';
import { newsChoicesQuery, putNewsChoices } from './calls.ts';
import { askPermission, readPermission } from './notices.ts';

export function ChoicesCard() {
  const t = useWords();
  const { staffId, organisations } = useSession();
  const { data, error } = useQuery(newsChoicesQuery(staffId));
  const kinds = newsKinds.filter((kind) =>
    organisations.some(({ tier, roles }) => rolesOfNews(kind, tier).some((role) => roles.includes(role))),
  );
  return (
    <Card title={t('news.choices')}>
      {error && <ProblemNotice error={error} />}
      {kinds.length === 0 ? <p>{t('news.noRole')}</p> : data && <ChoicesForm kinds={kinds} stored={data} />}
    </Card>
  );
}

const ways = ['mail', 'browser'] as const;

function ChoicesForm({ kinds, stored }: { kinds: readonly NewsKind[]; stored: NewsChoices }) {
  const t = useWords();
  const { staffId, email } = useSession();
  const client = useQueryClient();
  const [choices, setChoices] = useState(stored);
  const [isWrongTime, setWrongTime] = useState(false);
  const saving = useMutation({
    mutationFn: putNewsChoices,
    onSuccess: (saved) => {
      client.setQueryData(newsChoicesQuery(staffId).queryKey, saved);
      setChoices(saved);
    },
  });
  useUnsaved(JSON.stringify(choices) !== JSON.stringify(stored));
  const change = (more: Partial<NewsChoices>): void => {
    saving.reset();
    setChoices({ ...choices, ...more });
  };
  return (
    <Form
      onSubmit={() => {
        const isTime = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/u.test(choices.summaryAt);
        setWrongTime(!isTime);
        if (isTime && !saving.isPending) saving.mutate(choices);
      }}
    >
      <p>{t('news.choices.text', { email })}</p>
      <KindTable kinds={kinds} choices={choices} onChange={change} />
      {choices.browser.length > 0 && <BrowserPermission />}
      <div className="grid max-w-xl gap-4 sm:grid-cols-2">
        <Select
          label={t('news.digest')}
          value={String(choices.digestMinutes)}
          onChange={({ target }) =>
            change({
              digestMinutes: digestWindows.find((each) => String(each) === target.value) ?? choices.digestMinutes,
            })
          }
          choices={digestWindows.map((minutes) => ({
            value: String(minutes),
            text: t('news.digest.minutes', { minutes }),
          }))}
        />
        {kinds.includes('summary') && (
          <TextField
            type="time"
            label={t('news.summaryAt')}
            hint={t('news.summaryAt.hint')}
            error={isWrongTime ? t('news.summaryAt.wrong') : undefined}
            value={choices.summaryAt}
            onChange={({ target }) => change({ summaryAt: target.value })}
          />
        )}
      </div>
      {saving.error && <ProblemNotice error={saving.error} />}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" busy={saving.isPending}>
          {t('news.save')}
        </Button>
        <p role="status">{saving.isSuccess && t('news.saved')}</p>
      </div>
    </Form>
  );
}

function KindTable({
  kinds,
  choices,
  onChange,
}: {
  kinds: readonly NewsKind[];
  choices: NewsChoices;
  onChange: (more: Partial<NewsChoices>) => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  return (
    <table className="w-full max-w-xl border-collapse text-left">
      <caption className="sr-only">{t('news.choices')}</caption>
      <thead>
        <tr className="border-b border-solid-gray-300">
          <th scope="col" className="py-2">
            {t('news.kind')}
          </th>
          {ways.map((way) => (
            <th key={way} scope="col" className="px-2 py-2 text-center">
              {t(`news.by.${way}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => {
          const name = newsWords[kind][language];
          return (
            <tr key={kind} className="border-b border-solid-gray-200">
              <th scope="row" className="py-2 font-normal">
                {name}
              </th>
              {ways.map((way) => (
                <td key={way} className="px-2 text-center">
                  <label className="inline-flex size-11 items-center justify-center">
                    <span className="sr-only">{t('news.byWhich', { kind: name, way: t(`news.by.${way}`) })}</span>
                    <input
                      type="checkbox"
                      className="size-6"
                      checked={choices[way].includes(kind)}
                      onChange={({ target }) =>
                        onChange({
                          [way]: newsKinds.filter((each) =>
                            each === kind ? target.checked : choices[way].includes(each),
                          ),
                        })
                      }
                    />
                  </label>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The browser is asked only when the person presses for it. */
function BrowserPermission() {
  const t = useWords();
  const [permission, setPermission] = useState(readPermission);
  return (
    <div className="grid justify-items-start gap-2">
      <p>{t('news.permission.text')}</p>
      {permission === 'default' ? (
        <Button look="secondary" size="small" onClick={() => void askPermission().then(setPermission)}>
          {t('news.permission.ask')}
        </Button>
      ) : (
        <p role="status" className="font-bold">
          {t(`news.permission.${permission}`)}
        </p>
      )}
    </div>
  );
}
