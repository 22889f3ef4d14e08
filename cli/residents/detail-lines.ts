import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { say, type Context } from '../terminal/context.ts';
import { section, titledLines } from '../terminal/sections.ts';
import {
  eventWord,
  failureWord,
  participantWord,
  stageWord,
  stepWord,
  systemWord,
  sexWord,
} from '../terminal/code-words.ts';
import { shownFields, type ShownField } from '../../domain/information-fields.ts';
import { valueWord, type AddressInformation } from './field-words.ts';

/** Everything that staff may see of a resident except the personal number, section by section. */
export function detailLines(context: Context, municipality: string, detail: ResidentDetail): string[] {
  return [
    ...requestLines(context, municipality, detail),
    ...currentLines(context, detail),
    ...heldLines(context, detail),
    ...historyLines(context, detail),
    ...numberLines(context, detail),
    ...noticeLines(context, detail),
    ...errorLines(context, detail),
    ...attemptLines(context, detail),
    ...timelineLines(context, detail),
  ];
}

function requestLines(context: Context, municipality: string, detail: ResidentDetail): string[] {
  const stage = detail.stage === null ? say(context, 'none') : `${detail.stage} ${stageWord(context, detail.stage)}`;
  const lines: [string, string][] = [
    [say(context, 'resident.municipality'), municipality],
    [say(context, 'resident.number'), detail.integratedAddressNumber ?? say(context, 'none')],
    [say(context, 'resident.status'), say(context, `status.${detail.codeRequestStatus}`)],
    [say(context, 'resident.stage'), stage],
    [say(context, 'resident.attempt'), String(detail.attempt)],
    [say(context, 'resident.since'), tokyoTimeOf(detail.since)],
  ];
  if (detail.opensAt !== null) lines.push([say(context, 'residents.opensAt'), tokyoTimeOf(detail.opensAt)]);
  if (detail.acquiredAt !== null) lines.push([say(context, 'residents.acquiredAt'), tokyoTimeOf(detail.acquiredAt)]);
  if (detail.heldTransfers > 0) lines.push([say(context, 'resident.held'), String(detail.heldTransfers)]);
  lines.push([
    say(context, 'residents.hasPersonalNumber'),
    say(context, detail.hasPersonalNumber ? 'residents.hasPersonalNumber.yes' : 'none'),
  ]);
  if (detail.proposedUpdate) lines.push([say(context, 'residents.proposed'), detail.proposedUpdate.updateId]);
  if (detail.workflow.started) lines.push([say(context, 'residents.workflow'), detail.workflow.workflowId]);
  return titledLines(lines);
}

function currentLines(context: Context, { history, masked }: ResidentDetail): string[] {
  const current = history.find((row) => row.current);
  const heading = ['', `## ${say(context, 'residents.current')}`];
  if (!current) return [];
  if (masked) return [...heading, say(context, 'residents.masked')];
  return [...heading, ...valueLines(context, current, shownFields)];
}

function valueLines(context: Context, row: AddressInformation, shown: readonly ShownField[]): string[] {
  return shown.flatMap((field) => {
    const value = valueWord(context, row, field);
    return value === '' ? [] : [`${say(context, `residents.${field}`)}: ${value}`];
  });
}

/** Transfers that wait for an identity check, as their senders have them. */
function heldLines(context: Context, { held }: ResidentDetail): string[] {
  return section(
    say(context, 'residents.held'),
    (['numberSystem', 'addressNumber', 'operatedAt', 'name', 'birthDateText', 'sex', 'address'] as const).map((title) =>
      say(context, `residents.${title}`),
    ),
    held.map((row) => [
      systemWord(context, row.numberSystem),
      row.addressNumber,
      tokyoTimeOf(row.operatedAt),
      row.masked ? say(context, 'residents.masked') : (row.name ?? ''),
      row.birthDateText ?? '',
      sexWord(context, row.sex),
      row.address ?? '',
    ]),
  );
}

/** The latest row first, each with what differs from the row before. */
function historyLines(context: Context, { history }: ResidentDetail): string[] {
  const head = ['seq', 'registeredAt', 'operatedAt', 'source', 'changes'] as const;
  const rows = history
    .toReversed()
    .map((row) => [
      `${String(row.historySeq)}${row.current ? ` ${say(context, 'residents.isCurrent')}` : ''}`,
      tokyoTimeOf(row.registeredAt),
      tokyoTimeOf(row.operatedAt),
      originOf(context, row),
      changesOf(context, row, history),
    ]);
  return section(
    say(context, 'residents.history'),
    head.map((title) => say(context, `residents.${title}`)),
    rows,
  );
}

function originOf(context: Context, row: AddressInformation): string {
  const who = row.staffId ?? systemWord(context, row.numberSystem);
  return `${say(context, `residents.source.${row.source}`)} ${who}`.trim();
}

function changesOf(context: Context, row: AddressInformation, history: readonly AddressInformation[]): string {
  if (row.historySeq === history[0]?.historySeq) return say(context, 'residents.first');
  const before = history.findLast(({ historySeq }) => historySeq < row.historySeq);
  const changes = row.changed.map((field) => {
    const title = say(context, `residents.${field}`);
    if (row.masked || !before) return title;
    return `${title}: ${valueWord(context, before, field) || '-'} → ${valueWord(context, row, field) || '-'}`;
  });
  return changes.length === 0 ? '-' : changes.join('; ');
}

function numberLines(context: Context, { addressNumbers, business }: ResidentDetail): string[] {
  const words = (
    ...titles: ('numberSystem' | 'addressNumber' | 'linkedAt' | 'dataType' | 'confirmedAt' | 'item1' | 'item2')[]
  ) => titles.map((title) => say(context, `residents.${title}`));
  return [
    ...section(
      say(context, 'residents.numbers'),
      words('numberSystem', 'addressNumber', 'linkedAt'),
      addressNumbers.map((row) => [
        systemWord(context, row.numberSystem),
        row.addressNumber,
        tokyoTimeOf(row.linkedAt),
      ]),
    ),
    ...section(
      say(context, 'residents.business'),
      words('numberSystem', 'dataType', 'confirmedAt', 'item1', 'item2'),
      business.map((row) => [
        systemWord(context, row.numberSystem),
        row.dataType,
        tokyoTimeOf(row.confirmedAt),
        row.businessItem1 ?? '',
        row.businessItem2 ?? '',
      ]),
    ),
  ];
}

export function noticeLines(context: Context, { notices }: Pick<ResidentDetail, 'notices'>): string[] {
  const delivery = (notice: ResidentDetail['notices'][number]): string => {
    if (notice.refusal !== null) return say(context, 'residents.delivered.refused', { code: notice.refusal });
    if (notice.deliveredAt !== null) {
      return say(context, 'residents.delivered.done', { time: tokyoTimeOf(notice.deliveredAt) });
    }
    if (notice.nextSendAt === null) return say(context, 'residents.delivered.waiting');
    return say(context, 'residents.delivered.next', { time: tokyoTimeOf(notice.nextSendAt) });
  };
  const head = ['numberSystem', 'addressNumber', 'notice', 'seq', 'createdAt', 'sends', 'delivered'] as const;
  return section(
    say(context, 'residents.notices'),
    head.map((title) => say(context, `residents.${title}`)),
    notices.map((notice) => [
      systemWord(context, notice.numberSystem),
      notice.addressNumber,
      say(context, `residents.notice.${notice.kind}`),
      String(notice.historySeq),
      tokyoTimeOf(notice.createdAt),
      String(notice.sends),
      delivery(notice),
    ]),
    new Set([3, 5]),
  );
}

function errorLines(context: Context, detail: ResidentDetail): string[] {
  const head = ['errors.id', 'errors.code', 'errors.step', 'resident.attempt', 'errors.since', 'errors.text'] as const;
  return section(
    say(context, 'residents.failures'),
    head.map((title) => say(context, title)),
    detail.failures.map(({ failureId, code, step, attempt, firstSeenAt, text }) => [
      failureId,
      code,
      stepWord(context, step),
      String(attempt),
      tokyoTimeOf(firstSeenAt),
      text[context.language],
    ]),
  );
}

function attemptLines(context: Context, { attempts }: ResidentDetail): string[] {
  const sent = ['errors.step', 'residents.to', 'resident.attempt', 'residents.createdAt', 'residents.sends'] as const;
  const answered = ['residents.answered', 'residents.remark'] as const;
  return section(
    say(context, 'residents.attempts'),
    [...sent, ...answered].map((title) => say(context, title)),
    attempts.map((row) => [
      stepWord(context, row.step),
      participantWord(context, row.participant),
      String(row.attempt),
      tokyoTimeOf(row.createdAt),
      String(row.sends),
      row.answeredAt === null ? say(context, 'residents.answered.not') : tokyoTimeOf(row.answeredAt),
      row.grain === 'chunk' ? say(context, 'residents.chunk') : '',
    ]),
    new Set([2, 4]),
  );
}

function timelineLines(context: Context, { timeline }: ResidentDetail): string[] {
  const head = [
    'timeline.at',
    'timeline.event',
    'resident.stage',
    'resident.attempt',
    'residents.timeline.detail',
  ] as const;
  return section(
    say(context, 'residents.timeline'),
    head.map((title) => say(context, title)),
    timeline.map(({ at, event, stage, attempt, detail }) => [
      tokyoTimeOf(at),
      eventWord(context, event),
      stageWord(context, stage),
      String(attempt),
      remarkOf(context, detail),
    ]),
    new Set([3]),
  );
}

function remarkOf(context: Context, detail: ResidentDetail['timeline'][number]['detail']): string {
  const text = (name: string): string | undefined => {
    const value = detail?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const { numberSystem, code, step, opensAt, staffId } = {
    numberSystem: text('numberSystem'),
    code: text('code'),
    step: text('step'),
    opensAt: text('opensAt'),
    staffId: text('staffId'),
  };
  return [
    numberSystem && systemWord(context, numberSystem),
    code && failureWord(context, code),
    step && stepWord(context, step),
    opensAt && `${say(context, 'residents.opensAt')} ${tokyoTimeOf(opensAt)}`,
    staffId,
  ]
    .filter((word) => word !== undefined && word !== '')
    .join(' ');
}
