/** `fugo deliveries list` and `show`. */
import type { z } from 'zod';
import { Release, Releases, RolloutWithDeliveries, Rollouts, type Rollout } from '../../contracts/api/deliveries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { deliveryStates } from '../../domain/deliveries/names.ts';
import { bodyOf, organisationSession, refusal } from '../client/session.ts';
import { print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { grouped, tableLines } from '../terminal/table.ts';
import type { MessageKey } from '../messages.ts';
import type { DeliveryOptions } from './options.ts';
import { requireId } from './values.ts';

type Detail = z.infer<typeof RolloutWithDeliveries>;

export async function runList(context: Context, options: DeliveryOptions & { rollouts?: boolean }): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  if (options.rollouts) {
    const { rollouts } = bodyOf(
      context,
      await api.call({ path: ofOrganisation(organisation, 'rollouts'), answer: Rollouts }),
    );
    if (options.json) printJson(context, rollouts);
    else if (rollouts.length === 0) print(context, say(context, 'delivery.noRollouts'));
    else printLines(context, rolloutLines(context, rollouts));
    return exitCodes.ok;
  }
  const { releases } = bodyOf(
    context,
    await api.call({ path: ofOrganisation(organisation, 'releases'), answer: Releases }),
  );
  if (options.json) printJson(context, releases);
  else if (releases.length === 0) print(context, say(context, 'delivery.none'));
  else printLines(context, releaseLines(context, releases));
  return exitCodes.ok;
}

/** A release or a rollout, whichever has this id. Ends with 1 for a rollout that is held. */
export async function runShow(context: Context, id: string, options: DeliveryOptions): Promise<ExitCode> {
  requireId(context, 'ID', id);
  const { organisation, api } = organisationSession(context, options);
  const reply = await api.call({ path: ofOrganisation(organisation, `releases/${id}`), answer: Release });
  if (reply.kind === 'ok') {
    if (options.json) printJson(context, reply.body);
    else printLines(context, oneReleaseLines(context, reply.body));
    return exitCodes.ok;
  }
  if (reply.problem.code !== 'UNKNOWN_RELEASE') throw refusal(context, reply);
  const path = ofOrganisation(organisation, `rollouts/${id}`);
  const rollout = bodyOf(context, await api.call({ path, answer: RolloutWithDeliveries }));
  if (options.json) printJson(context, rollout);
  else printLines(context, oneRolloutLines(context, rollout));
  return rollout.state === 'held' ? exitCodes.refused : exitCodes.ok;
}

export const titles = (context: Context, keys: readonly MessageKey[]): string[] => keys.map((key) => say(context, key));

function releaseLines(context: Context, releases: readonly Release[]): string[] {
  return tableLines(
    titles(context, [
      'delivery.release',
      'delivery.name',
      'delivery.version',
      'delivery.kindTitle',
      'delivery.stateTitle',
      'delivery.bytes',
      'delivery.proposed',
      'delivery.decided',
    ]),
    releases.map(({ release, name, version, kind, state, lengthBytes, proposedBy, decidedBy }) => [
      release,
      name,
      String(version),
      say(context, `delivery.kind.${kind}`),
      say(context, `delivery.releaseState.${state}`),
      grouped(lengthBytes),
      proposedBy.name ?? proposedBy.id,
      decidedBy === null ? '' : (decidedBy.name ?? decidedBy.id),
    ]),
    new Set([2, 5]),
  );
}

/** All that is known of one, with the whole hash that a second person compares. */
export function oneReleaseLines(context: Context, release: Release): string[] {
  const { proposedBy, proposedAt, reason, decidedBy, decidedAt, decisionReason, replacedBy } = release;
  const decided =
    decidedBy === null || decidedAt === null
      ? ''
      : `${tokyoTimeOf(decidedAt)} ${decidedBy.name ?? decidedBy.id}: ${decisionReason ?? ''}`;
  const rows: [MessageKey, string][] = [
    ['delivery.release', release.release],
    ['delivery.kindTitle', say(context, `delivery.kind.${release.kind}`)],
    ['delivery.stateTitle', say(context, `delivery.releaseState.${release.state}`)],
    ['delivery.bytes', grouped(release.lengthBytes)],
    ['delivery.proposed', `${tokyoTimeOf(proposedAt)} ${proposedBy.name ?? proposedBy.id}: ${reason}`],
    ['delivery.decided', decided],
    ['delivery.replacedBy', replacedBy === null ? '' : String(replacedBy)],
  ];
  return [
    `${release.name} ${say(context, 'delivery.version')} ${String(release.version)}`,
    ...rows.filter(([, value]) => value !== '').map(([title, value]) => `  ${say(context, title)}: ${value}`),
    `  SHA-256: ${release.sha256}`,
  ];
}

export function rolloutLines(context: Context, rollouts: readonly Rollout[]): string[] {
  return tableLines(
    titles(context, [
      'delivery.rollout',
      'delivery.name',
      'delivery.version',
      'delivery.stateTitle',
      'delivery.wave',
      'delivery.applied',
      'delivery.applyAfter',
      'delivery.started',
    ]),
    rollouts.map((rollout) => [
      rollout.rollout,
      rollout.name,
      String(rollout.version),
      say(context, `delivery.rolloutState.${rollout.state}`),
      `${String(rollout.wave + 1)}/${String(rollout.waves.length)}`,
      appliedText(rollout),
      tokyoTimeOf(rollout.applyAfter),
      `${tokyoTimeOf(rollout.startedAt)} ${rollout.startedBy.name ?? rollout.startedBy.id}`,
    ]),
    new Set([2]),
  );
}

function appliedText({ counts }: Rollout): string {
  const all = deliveryStates.reduce((sum, state) => sum + counts[state], 0);
  return `${String(counts.applied)}/${String(all)}`;
}

function waveName(context: Context, wave: number): string {
  return wave === 0 ? say(context, 'delivery.canary') : say(context, 'delivery.waveNo', { no: wave + 1 });
}

function oneRolloutLines(context: Context, rollout: Detail): string[] {
  const { state, orderedAt, orderedBy, orderReason, endedAt, deliveries } = rollout;
  const facts: [MessageKey, string][] = [
    ['delivery.rollout', rollout.rollout],
    ['delivery.stateTitle', say(context, `delivery.rolloutState.${state}`)],
    ['delivery.applied', appliedText(rollout)],
    ['delivery.applyAfter', tokyoTimeOf(rollout.applyAfter)],
    ['delivery.started', `${tokyoTimeOf(rollout.startedAt)} ${rollout.startedBy.name ?? rollout.startedBy.id}`],
    [
      'delivery.ordered',
      orderedAt === null
        ? ''
        : `${tokyoTimeOf(orderedAt)} ${orderedBy?.name ?? orderedBy?.id ?? ''}: ${orderReason ?? ''}`,
    ],
    ['delivery.ended', endedAt === null ? '' : tokyoTimeOf(endedAt)],
  ];
  const waves = rollout.waves.map(({ share }, wave) => {
    const own = deliveries.filter((each) => each.wave === wave);
    const counts = deliveryStates.flatMap((each) => {
      const count = own.filter((delivery) => delivery.state === each).length;
      return count === 0 ? [] : [`${say(context, `delivery.state.${each}`)} ${String(count)}`];
    });
    const mark = wave === rollout.wave && (state === 'running' || state === 'held') ? '>' : ' ';
    return `${mark} ${waveName(context, wave)} (${say(context, 'delivery.share', { share })})  ${counts.join(', ')}`;
  });
  const rows = deliveries.map((each) => [
    `${each.organisation} ${context.language === 'ja' ? each.name : each.nameEn}`,
    waveName(context, each.wave),
    say(context, `delivery.state.${each.state}`),
    grouped(each.bytes),
    each.seenAt === null ? '' : tokyoTimeOf(each.seenAt),
    each.error === null ? '' : errorText(context, each.error),
  ]);
  return [
    `${rollout.name} ${say(context, 'delivery.version')} ${String(rollout.version)}`,
    ...facts.filter(([, value]) => value !== '').map(([title, value]) => `  ${say(context, title)}: ${value}`),
    '',
    ...waves,
    '',
    ...tableLines(
      titles(context, [
        'delivery.organisation',
        'delivery.wave',
        'delivery.stateTitle',
        'delivery.fetched',
        'delivery.seen',
        'delivery.remark',
      ]),
      rows,
      new Set([3]),
    ),
  ];
}

/** The words of a target's error; one that is not known stands as it came. */
export function errorText(context: Context, error: string): string {
  const key = errorKeys.find((each) => each === `delivery.error.${error}`);
  return key === undefined ? error : say(context, key);
}

const errorKeys = [
  'delivery.error.UNREACHABLE',
  'delivery.error.DISK_FULL',
  'delivery.error.WRONG_FILE',
  'delivery.error.TOO_LONG',
  'delivery.error.UNUSABLE',
  'delivery.error.METADATA_EXPIRED',
  'delivery.error.METADATA_REFUSED',
] as const satisfies readonly MessageKey[];
