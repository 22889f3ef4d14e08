import type { Answer } from '../../contracts/api/answers.ts';
import { AsStored } from '../components/as-stored.tsx';
import { Button } from '../components/button.tsx';
import { labelClass } from '../components/label.ts';
import { useFormats, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';

export function AnswerItem({
  answer,
  onChange,
  onRetire,
}: {
  answer: Answer;
  onChange: () => void;
  onRetire: () => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { may } = usePlace();
  const { title, body, kind, used, solved, retiredAt, writtenBy, changedAt } = answer;
  return (
    <li className="grid gap-2 rounded-12 border border-solid-gray-300 p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-std-18B-160">
          <AsStored text={title} />
        </h2>
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-solid-gray-800">
          {retiredAt !== null && (
            <span className={`${labelClass} border-solid-gray-600 text-solid-gray-800`}>{t('answers.retired')}</span>
          )}
          <span>{t(`inquiry.kind.${kind}`)}</span>
          <span>{t('finder.usage', { used: formats.count(used), solved: formats.count(solved) })}</span>
        </p>
      </div>
      <AsStored text={body} className="whitespace-pre-wrap" />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-solid-gray-700">
          {t('answers.changed', { time: formats.moment(changedAt), name: writtenBy.name ?? writtenBy.id })}
        </p>
        {may('inquiries:answer') && (
          <div className="flex flex-wrap gap-2 print:hidden">
            {retiredAt === null && (
              <Button look="secondary" size="small" aria-label={t('answers.change.of', { title })} onClick={onChange}>
                {t('answers.change')}
              </Button>
            )}
            <Button
              look="secondary"
              size="small"
              aria-label={t(retiredAt === null ? 'answers.retire.of' : 'answers.restore.of', { title })}
              onClick={onRetire}
            >
              {t(retiredAt === null ? 'answers.retire' : 'answers.restore')}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}
