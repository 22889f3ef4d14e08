/** To the character; in Japanese whatever the page's language is, so that a font's Chinese forms are not taken. */
export function AsStored({ text, className = '' }: { text: string | null; className?: string }) {
  if (text === null) return null;
  return (
    <span lang="ja" className={`break-words ${className}`}>
      {text}
    </span>
  );
}
