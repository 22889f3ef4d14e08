import type { ReactNode } from 'react';

/** Shows where a text agrees with the search. Marks are [from, to) in UTF-16 units, in order and apart. */
export function Marked({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    if (from < at) continue;
    pieces.push(text.slice(at, from));
    pieces.push(
      <mark key={from} className="bg-yellow-100 text-inherit">
        {text.slice(from, to)}
      </mark>,
    );
    at = to;
  }
  pieces.push(text.slice(at));
  return (
    <span lang="ja" className="break-words">
      {pieces}
    </span>
  );
}
