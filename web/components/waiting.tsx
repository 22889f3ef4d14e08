import { useWords } from './preferences.tsx';

/** Fills the place of content that is being fetched, so that nothing jumps. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = useWords();
  return (
    <div role="status" className="grid gap-3 py-2">
      <span className="sr-only">{t('app.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} aria-hidden="true" className="block h-5 animate-pulse rounded-4 bg-solid-gray-100" />
      ))}
    </div>
  );
}
