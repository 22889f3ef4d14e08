import type { Board } from '../../contracts/api/board.ts';
import { Card } from '../components/card.tsx';
import { labelClass } from '../components/label.ts';
import { useFormats, useWords } from '../components/preferences.tsx';

/** The three bands: which hold now and to when, by whose word, and when each begins next. */
export function BandsCard({ bands }: { bands: NonNullable<Board['bands']> }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <Card title={t('board.bands')}>
      <dl className="grid gap-4 sm:grid-cols-3">
        {bands.map(({ band, now, next }) => (
          <div key={band} className="grid content-start gap-1">
            <dt className="font-bold">{t(`board.bands.${band}`)}</dt>
            <dd className="grid justify-items-start gap-1">
              <span
                className={`${labelClass} ${now ? 'border-success-2 text-success-2' : 'border-solid-gray-600 text-solid-gray-800'}`}
              >
                {now ? t('board.bands.now', { time: formats.clock(now.to) }) : t('board.bands.notNow')}
              </span>
              {now && <span className="text-sm">{t(`board.bands.owner.${now.endOwner}`)}</span>}
              {next && (
                <span className="text-sm text-solid-gray-800">
                  {t('board.bands.next', { time: formats.moment(next.from) })}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
