import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from './preferences.tsx';

/** On the first page the focus stays at the top, where the skip link comes first. */
let isFirstPage = true;

/**
 * The page's name, in the tab and as its heading. The heading takes the focus when the reader comes from another page.
 */
export function PageHeading({ title, aside, place }: { title: string; aside?: ReactNode; place?: string | undefined }) {
  const t = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const appName = t('app.name');
  useEffect(() => {
    document.title = [title, ...(place === undefined ? [] : [place]), appName].join(' | ');
  }, [title, place, appName]);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus();
    isFirstPage = false;
  }, []);
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
      <h1 ref={heading} tabIndex={-1} className="text-std-28B-150">
        {title}
      </h1>
      {aside}
    </div>
  );
}
