import type { LoadUnderWay } from '../../contracts/api/loads.ts';
import { useFormats, useWords } from '../components/preferences.tsx';

/** The state in a word, and a bar where it is known how far the load is and something came of it. */
export function LoadProgress({ load }: { load: LoadUnderWay }) {
  const t = useWords();
  const formats = useFormats();
  const { secondsLeft, done } = load;
  return (
    <div className="grid min-w-40 gap-1">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-bold">
          {t(`load.state.${load.state}`)}
          {load.dryRun && load.state === 'READING' && ` (${t('loads.dryRunMark')})`}
        </span>
        {done !== null && <span className="tabular-nums">{formats.share(done)}</span>}
      </p>
      {done !== null && (
        <progress
          value={done}
          max={1}
          aria-label={t('loads.progressOf', { file: load.fileName })}
          className="h-3 w-full"
        />
      )}
      {secondsLeft !== null && secondsLeft > 0 && (
        <p className="text-sm text-solid-gray-700">
          {t('loads.left', { minutes: formats.count(Math.max(1, Math.round(secondsLeft / 60))) })}
        </p>
      )}
    </div>
  );
}
