import { useRef, useState } from 'react';
import { useWords } from './preferences.tsx';
import { Button } from './button.tsx';
import { TextField } from './fields.tsx';

/** A value to copy. Where the browser lets no page copy, the value is selected so that the reader can. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [done, setDone] = useState<'copied' | 'selected' | null>(null);
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setDone('copied');
    } catch {
      // The browser refuses, or offers no clipboard without https.
      setDone('selected');
    }
  };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-end gap-3">
        <div className="grow basis-60">
          <TextField ref={field} label={label} readOnly value={value} className="font-mono" />
        </div>
        <Button look="secondary" onClick={() => void copy()}>
          {t('copy.do')}
        </Button>
      </div>
      <p role="status" className="text-sm">
        {done !== null && t(`copy.${done}`)}
      </p>
    </div>
  );
}
