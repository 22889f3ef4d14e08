/** The movers list on paper, as a supervisor prints it: real pages of the real API, in Chromium. */
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { addDays, tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { launchChromium } from '../../common/chromium.ts';
import { createTransfers, numberSystem } from '../../common/people.ts';
import { registerClient } from '../../common/registering.ts';
import { say } from '../../common/say.ts';
import { signInStaff } from '../../common/staff.ts';
import { latencyOf } from '../../common/statistics.ts';
import { untilRouted } from '../bursts/routed.ts';
import { sendLines } from '../bursts/sent.ts';
import { manyOf } from '../bursts/town.ts';
import { restConfirmation } from '../confirming.ts';
import { municipality, type LoadStack } from '../stack.ts';

const Times = z.object({ p50: z.number(), most: z.number() });
export const PrintingFigures = z.object({
  lines: z.number(),
  prints: z.number(),
  /** Sheets of A4 across, and bytes, of the PDF. */
  sheets: z.number(),
  bytes: z.number(),
  /** Milliseconds from the press of the button: until the page asked the browser to print, and until the PDF was made. */
  asked: Times,
  made: Times,
});
export type PrintingFigures = z.infer<typeof PrintingFigures>;

const seed = 11;
const prints = 10;

/** Each print is by a page of its own; the first one warms up. */
export async function measurePrinting(stack: LoadStack, lines: number): Promise<PrintingFigures> {
  const kind = 'backbone';
  const backbone = await registerClient(stack, municipality, { kind, name: 'bench', numberSystems: [numberSystem] });
  await restConfirmation(stack, municipality);
  say(`${lines} residents move in`);
  const transfers = manyOf(createTransfers(seed), lines);
  await sendLines({ backbone }, transfers);
  await untilRouted(stack, transfers);
  await stack.sql`vacuum analyze`;
  await stack.sql`checkpoint`;
  const { cookies } = await signInStaff(stack, { municipality, role: 'supervisor' });
  const browser = await launchChromium();
  stack.onClose(() => browser.close());
  const today = tokyoDateOf(Date.now());
  // Whoever came right before midnight stands under yesterday.
  const address = `${stack.run.addresses.api}/${municipality}/movers?from=${addDays(today, -1)}&to=${today}`;
  const printed: Printed[] = [];
  for (let nth = -1; nth < prints; nth += 1) {
    const one = await printOnce(browser, { address, cookies, lines });
    say(`asked after ${one.asked.toFixed(0)} ms, made after ${one.made.toFixed(0)} ms`);
    if (nth >= 0) printed.push(one);
  }
  const [{ sheets, bytes } = { sheets: 0, bytes: 0 }] = printed;
  return {
    lines,
    prints,
    sheets,
    bytes,
    asked: timesOf(printed.map((each) => each.asked)),
    made: timesOf(printed.map((each) => each.made)),
  };
}

function timesOf(times: readonly number[]): z.infer<typeof Times> {
  const { p50, most } = latencyOf(times);
  return { p50, most };
}

interface Printed {
  asked: number;
  made: number;
  sheets: number;
  bytes: number;
}

async function printOnce(
  browser: Browser,
  { address, cookies, lines }: { address: string; cookies: ReadonlyMap<string, string>; lines: number },
): Promise<Printed> {
  const context = await browser.newContext();
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: new URL(address).origin })));
  // The page asks for the dialog of the browser; here it is told that it did.
  await context.addInitScript(`globalThis.asked = new Promise((resolve) => { globalThis.print = resolve; })`);
  const page = await context.newPage();
  await page.goto(address);
  const button = page.getByRole('button', { name: '印刷', exact: true });
  await button.waitFor();
  const began = performance.now();
  await button.click();
  await page.evaluate('asked.then(() => undefined)');
  const asked = performance.now() - began;
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const made = performance.now() - began;
  const shown = Number(await page.evaluate(`document.querySelectorAll('[data-printed] tbody tr').length`));
  if (shown !== lines) throw new Error(`The result is void: ${shown} of ${lines} lines are printed.`);
  await context.close();
  return { asked, made, sheets: pdf.toString('latin1').match(/\/Type ?\/Page\b/gu)?.length ?? 0, bytes: pdf.length };
}
