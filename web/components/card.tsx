import { useId, type ReactNode } from 'react';

export function Card({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid min-w-0 content-start gap-4 rounded-12 border border-solid-gray-300 p-4 sm:p-6"
    >
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="text-std-20B-150">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
