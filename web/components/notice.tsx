import type { ReactNode } from 'react';

const looks = {
  information: { frame: 'border-key-900', mark: 'bg-key-900', sign: 'i' },
  success: { frame: 'border-success-2', mark: 'bg-success-2', sign: '✓' },
  warning: { frame: 'border-warning-yellow-2', mark: 'bg-warning-yellow-2', sign: '!' },
  error: { frame: 'border-error-2', mark: 'bg-error-2', sign: '!' },
} as const;

/** A banner. Screen readers say an error at once, and anything else when they are done. */
export function Notice({ look, title, children }: { look: keyof typeof looks; title?: string; children?: ReactNode }) {
  const { frame, mark, sign } = looks[look];
  return (
    <div
      role={look === 'error' ? 'alert' : 'status'}
      className={`flex items-start gap-3 rounded-8 border-2 bg-white p-4 ${frame}`}
    >
      <span
        aria-hidden="true"
        className={`mt-0.5 grid size-6 shrink-0 place-items-center rounded-full text-sm font-bold text-white ${mark}`}
      >
        {sign}
      </span>
      <div className="grid min-w-0 grow gap-1">
        {title !== undefined && <p className="font-bold">{title}</p>}
        {children}
      </div>
    </div>
  );
}
