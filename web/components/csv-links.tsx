import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { useWords } from './preferences.tsx';
import { buttonClass } from './button.tsx';

const encodings: readonly CsvEncoding[] = ['utf-8', 'cp932'];

/** Offers a list as a file in both encodings. Plain links let the browser stream the file to disk. */
export function CsvLinks({ addressOf }: { addressOf: (encoding: CsvEncoding) => string }) {
  const t = useWords();
  return encodings.map((encoding) => (
    <a key={encoding} href={addressOf(encoding)} download className={buttonClass('secondary')}>
      {t(`app.csv.${encoding}`)}
    </a>
  ));
}
