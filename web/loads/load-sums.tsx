import { partsOfAccepted, partsOfRead, sumNames, type LineSum, type LoadSums } from '../../domain/load-sums.ts';
import { useFormats, usePreferences } from '../components/preferences.tsx';

/** Those that are shown although they are zero, because everybody looks for them. */
const always: readonly LineSum[] = ['withoutPersonalNumber', 'wrong', 'sent', 'confirmed'];

/** Where the lines of a load stand: what was read is the sum of its parts, and so is what was accepted. */
export function LoadSumsTable({ sums, isCheck }: { sums: LoadSums; isCheck: boolean }) {
  return (
    <div className="grid gap-4">
      <Sum whole="read" parts={isCheck ? ['wrong', 'ahead'] : partsOfRead} sums={sums} />
      {!isCheck && <Sum whole="accepted" parts={partsOfAccepted} sums={sums} />}
    </div>
  );
}

function Sum({ whole, parts, sums }: { whole: LineSum; parts: readonly LineSum[]; sums: LoadSums }) {
  const formats = useFormats();
  const { language } = usePreferences();
  const shown = parts.filter(
    (part) => sums[part] > 0 || part === 'accepted' || part === 'ahead' || always.includes(part),
  );
  return (
    <dl className="flex flex-wrap items-end gap-x-4 gap-y-2">
      {[whole, ...shown].map((sum, at) => (
        <div key={sum}>
          <dt className="text-sm text-solid-gray-800">{sumNames[sum][language]}</dt>
          <dd className="text-std-24B-150 tabular-nums">
            {at > 0 && (
              <span aria-hidden="true" className="mr-2 font-normal text-solid-gray-700">
                {at === 1 ? '=' : '+'}
              </span>
            )}
            {formats.count(sums[sum])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The same in a line. */
export function LoadSumsLine({ sums }: { sums: LoadSums }) {
  const formats = useFormats();
  const { language } = usePreferences();
  const shown: LineSum[] = ['read', 'accepted', 'withoutPersonalNumber', 'wrong', 'sent', 'confirmed'];
  return (
    <p className="flex flex-wrap gap-x-4 text-sm text-solid-gray-800 tabular-nums">
      {shown.map((sum) => (
        <span key={sum} className="whitespace-nowrap">
          {sumNames[sum][language]} {formats.count(sums[sum])}
        </span>
      ))}
    </p>
  );
}
