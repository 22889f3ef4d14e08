/** `fugo deliveries board` and `back`. */
import { DeliveryBoard, SwitchBackResult } from '../../contracts/api/deliveries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { note, print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';
import { errorText, titles } from './look.ts';
import type { DeliveryOptions, ReasonOptions } from './options.ts';

/** Ends with 1 when a delivery has failed somewhere. */
export async function runBoard(context: Context, options: DeliveryOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'deliveries');
  const board = bodyOf(context, await api.call({ path, answer: DeliveryBoard }));
  if (options.json) printJson(context, board);
  else if (board.targets.length === 0) print(context, say(context, 'delivery.noTargets'));
  else printLines(context, boardLines(context, board));
  const isFailed = board.targets.some(({ open }) => open.some(({ state }) => state === 'failed'));
  return isFailed ? exitCodes.refused : exitCodes.ok;
}

/** A line for each organisation and file; those that are not up to date first. */
function boardLines(context: Context, { files, targets }: DeliveryBoard): string[] {
  const rows = targets.flatMap((target) =>
    files.map(({ name, latest }) => {
      const holding = target.holdings[name];
      const coming = target.open.filter((each) => each.name === name);
      const isOlder = latest !== null && (holding?.version ?? 0) < latest;
      const isFailed = coming.some(({ state }) => state === 'failed');
      const remarks = [
        ...(isOlder ? [say(context, 'delivery.older', { latest })] : []),
        ...coming.map(({ version, state, error }) =>
          [
            say(context, 'delivery.coming', { version, state: say(context, `delivery.state.${state}`) }),
            error === null ? '' : errorText(context, error),
          ]
            .join(' ')
            .trim(),
        ),
      ];
      return {
        rank: isFailed ? 0 : isOlder ? 1 : 2,
        cells: [
          `${target.organisation} ${context.language === 'ja' ? target.name : target.nameEn}`,
          name,
          holding === undefined ? '–' : String(holding.version),
          holding === undefined ? '' : tokyoTimeOf(holding.appliedAt),
          holding?.previous == null ? '' : String(holding.previous),
          target.seenAt === null ? '' : tokyoTimeOf(target.seenAt),
          remarks.join('; '),
        ],
      };
    }),
  );
  return tableLines(
    titles(context, [
      'delivery.organisation',
      'delivery.name',
      'delivery.version',
      'delivery.since',
      'delivery.previous',
      'delivery.seen',
      'delivery.remark',
    ]),
    rows.toSorted((a, b) => a.rank - b.rank).map(({ cells }) => cells),
    new Set([2, 4]),
  );
}

export async function runBack(context: Context, name: string, options: ReasonOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'deliveries/back');
  const body = { name, reason: options.reason };
  const result = bodyOf(context, await api.call({ method: 'POST', path, body, answer: SwitchBackResult }));
  if (options.json) printJson(context, result);
  else note(context, say(context, 'delivery.done.back', result));
  return exitCodes.ok;
}
