import { useWords } from './preferences.tsx';

/** Says whether the page updates itself. The word tells it, and the mark only helps. */
export function LiveMark({ live }: { live: boolean }) {
  const t = useWords();
  return (
    <p role="status" className="flex items-center gap-2">
      <span
        aria-hidden="true"
        data-drawn
        className={`size-3 shrink-0 rounded-full border-2 ${live ? 'border-success-2 bg-success-2' : 'border-solid-gray-600'}`}
      />
      {t(live ? 'home.live' : 'home.notLive')}
    </p>
  );
}
