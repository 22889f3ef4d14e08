import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { sentenceOf } from '../components/problem-notice.tsx';
import { DataTable } from '../components/table.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { useFormats, usePreferences, useWords, type Words } from '../components/preferences.tsx';
import { isUnderWay, type Many, type ManyItem, type ManyRun } from './run-many.ts';

/** How an action on many chosen entries goes on, and what became of each. */
export function ManyProgress({ many, run }: { many: Many; run: ManyRun }) {
  const t = useWords();
  const formats = useFormats();
  const { items, state, action } = many;
  const goesOn = isUnderWay(many);
  useUnsaved(goesOn);
  const done = items.filter((item) => item.state === 'done').length;
  const refused = items.filter((item) => item.state === 'refused').length;
  return (
    <Card
      title={t(`many.progress.${action}`)}
      aside={
        <div className="flex flex-wrap gap-3">
          {state === 'watching' && (
            <Button look="secondary" size="small" onClick={run.goOn}>
              {t('many.goOn')}
            </Button>
          )}
          <Button look="secondary" size="small" onClick={goesOn ? run.stop : run.close}>
            {t(goesOn ? 'many.stop' : 'many.close')}
          </Button>
        </div>
      }
    >
      <p role="status" className="font-bold">
        {t(`many.state.${state}`)}
      </p>
      <progress
        value={done + refused}
        max={items.length}
        aria-label={t(`many.progress.${action}`)}
        className="h-3 w-full"
      />
      <p className="text-solid-gray-800 tabular-nums">
        {t('many.counts', {
          all: formats.count(items.length),
          done: formats.count(done),
          refused: formats.count(refused),
        })}
      </p>
      <Results items={items} />
    </Card>
  );
}

function Results({ items }: { items: readonly ManyItem[] }) {
  const t = useWords();
  const { language } = usePreferences();
  return (
    <DataTable
      caption={t('many.results')}
      rows={items}
      rowKey={({ failureId }) => failureId}
      columns={[
        {
          key: 'number',
          title: t('errors.number'),
          heading: true,
          cell: ({ number }) => <span className="font-normal tabular-nums">{number ?? t('errors.unnumbered')}</span>,
        },
        { key: 'result', title: t('many.result'), cell: (item) => resultOf(item, t, language) },
      ]}
    />
  );
}

function resultOf({ state, error }: ManyItem, t: Words, language: 'ja' | 'en'): string {
  return state === 'refused'
    ? t('many.item.refused', { why: sentenceOf(error, language, t) })
    : t(`many.item.${state}`);
}
