import type { ReactNode } from 'react';
import { linkClass } from '../components/link.ts';
import { useWords } from '../components/preferences.tsx';

interface Part {
  id: string;
  title: string;
  content: ReactNode;
}

/** The parts of a long page, with a list in front that jumps to each. */
export function Parts({ parts }: { parts: readonly Part[] }) {
  const t = useWords();
  return (
    <>
      <nav aria-label={t('resident.parts')} className="print:hidden">
        <ul className="flex flex-wrap gap-x-5">
          {parts.map(({ id, title }) => (
            <li key={id}>
              <a
                href={`#${id}`}
                className={linkClass}
                onClick={(event) => {
                  // The address belongs to the router, so the link moves only the focus.
                  event.preventDefault();
                  document.getElementById(id)?.focus();
                }}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {parts.map(({ id, content }) => (
        <div key={id} id={id} tabIndex={-1} className="min-w-0 scroll-mt-4">
          {content}
        </div>
      ))}
    </>
  );
}
