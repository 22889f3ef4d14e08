/** The frame of pages that need no session. */
import type { ReactNode } from 'react';
import { useKeptFocus } from './kept-focus.ts';
import { GuideLink } from './guide-link.tsx';
import { DisplayMenu } from './display-menu.tsx';
import { LanguageSwitch, Mark, SkipLink } from './frame-parts.tsx';

export function PlainFrame({ children }: { children: ReactNode }) {
  useKeptFocus();
  return (
    <div className="flex min-h-dvh flex-col bg-solid-gray-50">
      <SkipLink />
      <header className="flex items-center justify-between gap-4 border-b border-solid-gray-300 bg-white px-4 py-2 sm:px-6">
        <Mark />
        <div className="flex flex-wrap items-center justify-end gap-x-3">
          <GuideLink />
          <LanguageSwitch />
          <DisplayMenu />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-xl grow px-4 py-10">
        <div className="grid gap-6 rounded-16 border border-solid-gray-300 bg-white p-5 sm:p-8">{children}</div>
      </main>
    </div>
  );
}
