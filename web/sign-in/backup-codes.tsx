import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { useWords } from '../components/preferences.tsx';
import { saveFile } from '../components/save-file.ts';

/** Shown this once, to be kept on paper or in a file before anything else. */
export function BackupCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useWords();
  const [said, setSaid] = useState<'copied' | 'notCopied' | null>(null);
  const text = codes.join('\n');
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setSaid('copied'),
      // Without https the browser offers no clipboard.
      () => setSaid('notCopied'),
    );
  };
  const download = (): void => {
    saveFile(new Blob([`${t('setUp.backup.file')}\n\n${text}\n`], { type: 'text/plain' }), 'fugo-backup-codes.txt');
  };
  return (
    <div className="grid gap-4">
      <h2 className="text-std-18B-160">{t('setUp.backup')}</h2>
      <p>{t('setUp.backupText')}</p>
      <ul className="grid grid-cols-2 gap-x-6 rounded-8 bg-solid-gray-50 p-4 font-mono text-lg">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3 print:hidden">
        {typeof navigator.clipboard !== 'undefined' && (
          <Button look="secondary" size="small" onClick={copy}>
            {t('copy.do')}
          </Button>
        )}
        <Button look="secondary" size="small" onClick={() => window.print()}>
          {t('setUp.backup.print')}
        </Button>
        <Button look="secondary" size="small" onClick={download}>
          {t('setUp.backup.download')}
        </Button>
      </div>
      <p role="status" className="text-sm print:hidden">
        {said === 'copied' ? t('copy.copied') : said === 'notCopied' && t('setUp.backup.notCopied')}
      </p>
      <Button className="justify-self-start print:hidden" onClick={onKept}>
        {t('setUp.backup.kept')}
      </Button>
    </div>
  );
}
