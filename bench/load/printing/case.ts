import { atMost, type Aim } from '../../common/aims.ts';
import { grouped, number, table } from '../../common/markdown.ts';
import { caseOf, type Measured } from '../case.ts';
import { measurePrinting, PrintingFigures } from './measure.ts';

/** As many as the page prints. */
const defaultLines = 2_000;

export const printing = caseOf<PrintingFigures>({
  name: 'printing',
  title: 'The movers list on paper',
  Figures: PrintingFigures,
  parts: ({ sizes = [defaultLines] }) =>
    // Ten prints are rounds enough.
    sizes.map((lines) => ({ name: `printing-${lines}`, rounds: 1, settings: { lines } })),
  async measure({ settings: { lines = 0 } }, { openStack }) {
    return measurePrinting(await openStack(), lines);
  },
  report: (parts) => parts.flatMap(({ rounds }) => rounds.map(reportOne)).join('\n\n'),
  aims: aimsOfPrinting,
});

const reportOne = ({ lines, prints, sheets, bytes, asked, made }: PrintingFigures): string =>
  table(
    [
      `ms from the press of the button; ${grouped(lines)} lines, ${sheets} sheets, ${grouped(bytes)} bytes`,
      'prints',
      'p50',
      'longest',
    ],
    [
      { name: 'until the browser is asked to print', times: asked },
      { name: 'until the PDF is made', times: made },
    ].map(({ name, times: { p50, most } }) => [name, grouped(prints), ...[p50, most].map(number)]),
  );

const aimMs = 3_000;

function aimsOfPrinting([measured]: readonly Measured<PrintingFigures>[]): Aim[] {
  const [figures] = measured?.rounds ?? [];
  if (!figures) return [];
  const { lines, made } = figures;
  return [atMost(`${grouped(lines)} movers on paper within 3 s`, `${number(made.most / 1_000)} s`, made.most, aimMs)];
}
