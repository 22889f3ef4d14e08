import { useId, useState } from 'react';
import { Button } from '../components/button.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';

/** As the server takes them (contracts/api/inquiries). */
const mostBytes = 5 * 1024 * 1024;
const mostFiles = 20;
const types = '.pdf,.png,.jpg,.jpeg,.gif,.webp,.txt,.log,.csv';

/** The files of a message that is not sent yet. The server judges what they are by their first bytes. */
export function AttachField({ files, onChange }: { files: readonly File[]; onChange: (files: File[]) => void }) {
  const t = useWords();
  const formats = useFormats();
  const id = useId();
  const [wrong, setWrong] = useState<string | null>(null);
  const choose = (chosen: readonly File[]): void => {
    const large = chosen.find(({ size }) => size > mostBytes);
    const all = [...files, ...chosen.filter((file) => !files.some((each) => isSame(each, file)))];
    if (large) setWrong(t('attach.tooLarge', { name: large.name }));
    else if (all.length > mostFiles) setWrong(t('attach.tooMany', { most: mostFiles }));
    else {
      setWrong(null);
      onChange(all);
    }
  };
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className="font-bold">
        {t('attach.label')}
      </label>
      <p id={`${id}-hint`} className="text-sm text-solid-gray-700">
        {t('attach.hint', { most: mostFiles })}
      </p>
      <input
        id={id}
        type="file"
        multiple
        accept={types}
        aria-describedby={wrong === null ? `${id}-hint` : `${id}-hint ${id}-error`}
        aria-invalid={wrong !== null || undefined}
        onChange={({ target }) => {
          choose([...(target.files ?? [])]);
          // So that the same file can be chosen again after it was removed.
          target.value = '';
        }}
        className="min-h-11 w-full min-w-0"
      />
      {wrong !== null && (
        <p id={`${id}-error`} role="alert" className="text-sm text-error-2">
          {wrong}
        </p>
      )}
      {files.length > 0 && (
        <ul className="grid gap-1">
          {files.map((file) => (
            <li key={`${file.name} ${String(file.size)}`} className="flex flex-wrap items-center gap-x-3">
              <span className="min-w-0 wrap-anywhere">{file.name}</span>
              <span className="text-sm text-solid-gray-700">{formats.bytes(file.size)}</span>
              <Button
                look="quiet"
                size="small"
                aria-label={t('attach.remove.of', { name: file.name })}
                onClick={() => onChange(files.filter((each) => each !== file))}
              >
                {t('attach.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const isSame = (a: File, b: File): boolean =>
  a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
