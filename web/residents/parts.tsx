/** Small parts that the pages of residents share. */
import type { ReactNode } from 'react';
import { useWords } from '../components/preferences.tsx';

/** To the character; in Japanese whatever the page's language is, so that a font's Chinese forms are not taken. */
export function AsStored({ text, className = '' }: { text: string | null; className?: string }) {
  if (text === null) return null;
  return (
    <span lang="ja" className={`break-words ${className}`}>
      {text}
    </span>
  );
}

/** 保護対象: under protection (支援措置). */
export function ProtectedLabel() {
  const t = useWords();
  return (
    <span className="inline-block rounded-4 border border-warning-orange-2 bg-white px-2 text-sm font-bold whitespace-nowrap text-orange-900">
      {t('residents.protected')}
    </span>
  );
}

export interface Fact {
  key: string;
  title: string;
  value: ReactNode;
}

/** What is known, by name; what there is none of is left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(({ value }) => value !== null && value !== '' && value !== false);
  return (
    <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
      {known.map(({ key, title, value }) => (
        <div key={key}>
          <dt className="text-sm text-solid-gray-800">{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
