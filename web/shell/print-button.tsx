import { Button } from '../components/button.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useSession } from './session.tsx';

/** Prints the page as it stands, and says on paper who printed it, and when. */
export function PrintButton() {
  const t = useWords();
  const formats = useFormats();
  const { name } = useSession();
  return (
    <>
      <Button look="secondary" size="small" onClick={() => window.print()}>
        {t('app.print')}
      </Button>
      <span className="hidden text-sm print:inline">
        {t('app.printedBy', { name, time: formats.moment(new Date().toISOString()) })}
      </span>
    </>
  );
}
