/**
 * Shows a text to the character. It is marked as Japanese whatever the page's language is, so that no font takes the
 * Chinese forms.
 */
export function AsStored({ text, className = '' }: { text: string | null; className?: string }) {
  if (text === null) return null;
  return (
    <span lang="ja" className={`break-words ${className}`}>
      {text}
    </span>
  );
}
