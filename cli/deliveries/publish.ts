/** What the national body does: proposes, decides, starts and stops. */
import { stat } from 'node:fs/promises';
import type { z } from 'zod';
import {
  Release,
  Rollout,
  type ReleaseDecisionBody,
  type RolloutBody,
  type WithdrawalBody,
} from '../../contracts/api/deliveries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { FileUnreadable } from '../client/send-file.ts';
import { note, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { pathError } from '../terminal/input.ts';
import { oneReleaseLines, rolloutLines } from './look.ts';
import type { ProposeOptions, ReasonOptions, StartOptions, WithdrawOptions } from './options.ts';
import { requireId } from './values.ts';

export async function runPropose(context: Context, file: string, options: ProposeOptions): Promise<ExitCode> {
  const { name, kind, reason } = options;
  const { organisation, api } = organisationSession(context, options);
  const { size } = await stat(file).catch((error: unknown) => {
    throw pathError(context, error, file, 'FILE');
  });
  const sent = await api
    .upload({
      path: ofOrganisation(organisation, 'releases'),
      query: { name, kind, reason },
      file: { path: file, bytes: size, mediaType: 'application/octet-stream' },
      answer: Release,
    })
    .catch((error: unknown) => {
      throw error instanceof FileUnreadable ? pathError(context, error.cause, file, 'FILE') : error;
    });
  return show(context, bodyOf(context, sent), 'propose', options);
}

export async function runDecision(
  context: Context,
  decision: 'approve' | 'refuse',
  release: string,
  options: ReasonOptions,
): Promise<ExitCode> {
  const body: z.input<typeof ReleaseDecisionBody> = { reason: options.reason };
  return change(context, { release, what: decision, body }, options);
}

export async function runWithdraw(context: Context, release: string, options: WithdrawOptions): Promise<ExitCode> {
  const { reason, replacedBy } = options;
  const body: z.input<typeof WithdrawalBody> = { reason, ...(replacedBy !== undefined && { replacedBy }) };
  return change(context, { release, what: 'withdraw', body }, options);
}

async function change(
  context: Context,
  { release, what, body }: { release: string; what: 'approve' | 'refuse' | 'withdraw'; body: object },
  options: ReasonOptions,
): Promise<ExitCode> {
  requireId(context, 'RELEASE', release);
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `releases/${release}/${what}`);
  const changed = bodyOf(context, await api.call({ method: 'POST', path, body, answer: Release }));
  return show(context, changed, what, options);
}

function show(
  context: Context,
  release: Release,
  done: 'propose' | 'approve' | 'refuse' | 'withdraw',
  { json }: ReasonOptions,
): ExitCode {
  note(context, say(context, `delivery.done.${done}`, { id: release.release }));
  if (json) printJson(context, release);
  else printLines(context, oneReleaseLines(context, release));
  return exitCodes.ok;
}

export async function runStart(context: Context, release: string, options: StartOptions): Promise<ExitCode> {
  requireId(context, 'RELEASE', release);
  const { organisation, api } = organisationSession(context, options);
  const { applyAfter, waves, to, group, canary } = options;
  const body: z.input<typeof RolloutBody> = {
    release,
    applyAfter,
    ...(waves && { waves }),
    ...(to && { organisations: to }),
    ...(group !== undefined && { group }),
    ...(canary && { canary }),
  };
  const path = ofOrganisation(organisation, 'rollouts');
  const rollout = bodyOf(context, await api.call({ method: 'POST', path, body, answer: Rollout }));
  note(context, say(context, 'delivery.done.start', { id: rollout.rollout }));
  if (options.json) printJson(context, rollout);
  else printLines(context, rolloutLines(context, [rollout]));
  return exitCodes.ok;
}

export async function runOrder(
  context: Context,
  order: 'hold' | 'go-on' | 'abandon',
  id: string,
  options: ReasonOptions,
): Promise<ExitCode> {
  requireId(context, 'ROLLOUT', id);
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `rollouts/${id}/${order}`);
  const body = { reason: options.reason };
  const rollout = bodyOf(context, await api.call({ method: 'POST', path, body, answer: Rollout }));
  note(context, say(context, `delivery.done.${order}`));
  if (options.json) printJson(context, rollout);
  else printLines(context, rolloutLines(context, [rollout]));
  return exitCodes.ok;
}
