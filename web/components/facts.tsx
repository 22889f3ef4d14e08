import type { ReactNode } from 'react';

export interface Fact {
  key: string;
  title: string;
  value: ReactNode;
}

/** Shows facts by name and leaves out those without a value. */
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
