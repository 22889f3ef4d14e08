/** The list on paper: a plain table, without links or anything that lives, so that thousands of lines are there at once. */
import type { Movers } from '../../../contracts/api/movers.ts';
import { useFormats, useWords } from '../../components/preferences.tsx';
import { useKindOf } from './words.ts';

export interface Printed {
  movers: Movers['movers'];
  /** More than these are not printed. */
  isCut: boolean;
  heading: string;
}

const headings = ['registeredAt', 'number', 'name', 'kind', 'numberSystem', 'historySeq', 'operatedAt'] as const;

export function PrintedList({ movers, isCut, heading }: Printed) {
  const t = useWords();
  const formats = useFormats();
  const kindOf = useKindOf();
  const count = formats.count(movers.length);
  return (
    <section className="hidden print:block" data-printed>
      <p className="font-bold">{heading}</p>
      <p>{isCut ? t('movers.notAll', { count }) : t('movers.shownAll', { count })}</p>
      <table className="w-full border-collapse text-left text-sm">
        <thead>
          <tr>
            {headings.map((each) => (
              <th key={each} scope="col" className="border-b border-black px-1 align-bottom">
                {t(`movers.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {movers.map((mover) => (
            <tr
              key={`${mover.integratedAddressNumber ?? ''} ${String(mover.historySeq)} ${mover.registeredAt}`}
              className="border-b border-solid-gray-300 align-top"
            >
              <td className="px-1 whitespace-nowrap">{formats.moment(mover.registeredAt)}</td>
              <td className="px-1 tabular-nums">{mover.integratedAddressNumber ?? t('movers.unnumbered')}</td>
              <td className="px-1 wrap-anywhere">
                {mover.masked ? t('movers.masked') : mover.name}
                {mover.nameKana !== null && ` (${mover.nameKana})`}
                {mover.protected && !mover.masked && ` ${t('movers.protected')}`}
              </td>
              <td className="px-1">{kindOf(mover)}</td>
              <td className="px-1">{mover.numberSystem ?? '–'}</td>
              <td className="px-1 text-right tabular-nums">{formats.count(mover.historySeq)}</td>
              <td className="px-1 whitespace-nowrap">{formats.moment(mover.operatedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
