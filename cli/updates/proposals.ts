/** `fugo proposals`: decisions beside updates of address information that wait for a second person. */
import { ProposalDecided, Proposals, type Proposal } from '../../contracts/api/proposals.ts';
import { below } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { note, print, printJson, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { askConsent } from '../terminal/prompts.ts';
import { titledLines } from '../terminal/sections.ts';
import { isUuid } from '../terminal/values.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, staffSession, type StaffMunicipality } from '../client/session.ts';
import type { DecideOptions } from './decide.ts';

export interface ProposalsListOptions {
  municipality?: string;
  state: 'open' | 'decided';
  json?: boolean;
}

export async function runProposalsList(context: Context, options: ProposalsListOptions): Promise<ExitCode> {
  const session = staffSession(context, options);
  const { proposals } = await readProposals(context, session, options.state);
  const head = ['id', 'what', 'entry', 'state', 'proposedBy', 'proposedAt', 'decidedBy', 'remark'] as const;
  await showPages<Proposal, never>(
    context,
    {
      json: options.json ?? false,
      most: Infinity,
      head: head.map((title) => say(context, `proposals.${title}`)),
      row: (proposal) => [
        proposal.proposalId,
        whatOf(context, proposal),
        proposal.failureId ?? '',
        say(context, `updates.state.${proposal.state}`),
        proposal.proposedBy.name ?? proposal.proposedBy.staffId,
        tokyoTimeOf(proposal.proposedAt),
        proposal.decidedBy?.name ?? proposal.decidedBy?.staffId ?? '',
        [proposal.own && say(context, 'updates.own'), proposal.outdated && say(context, 'proposals.outdated')]
          .filter((remark) => remark !== false)
          .join(' '),
      ],
      value: (proposal) => ({ municipality: session.municipality, ...proposal }),
      none: say(context, 'proposals.none'),
    },
    () => Promise.resolve({ items: proposals, next: null }),
  );
  return exitCodes.ok;
}

const asked = { approve: 'proposals.ask', reject: null, withdraw: null } as const;

/** `fugo proposals approve` shows what it is about before it asks, and ends with 1 when the person says no. */
export async function runDecideProposal(
  context: Context,
  decision: keyof typeof asked,
  proposalId: string,
  options: DecideOptions,
): Promise<ExitCode> {
  if (!isUuid(proposalId)) throw usageError(context, 'PROPOSAL_ID', say(context, 'proposals.noId'));
  const session = staffSession(context, options);
  const question = asked[decision];
  if (question !== null) {
    const { proposals } = await readProposals(context, session, 'open');
    const proposal = proposals.find((each) => each.proposalId === proposalId);
    for (const line of proposal ? linesOf(context, proposal) : []) note(context, line);
    // What is not open any more is refused by the API, which says why.
    if (proposal && !(await askConsent(context, options, say(context, question)))) {
      note(context, say(context, 'updates.left'));
      return exitCodes.refused;
    }
  }
  const path = below(session.municipality, `proposals/${proposalId}/${decision}`);
  const body = options.reason === undefined ? {} : { reason: options.reason };
  const done = bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: ProposalDecided }));
  if (options.json) printJson(context, { municipality: session.municipality, proposalId, ...done });
  else print(context, `${proposalId}: ${say(context, `updates.state.${done.state}`)}`);
  return exitCodes.ok;
}

async function readProposals(
  context: Context,
  { municipality, api }: StaffMunicipality,
  state: 'open' | 'decided',
): Promise<Proposals> {
  const path = below(municipality, 'proposals');
  return bodyOf(context, await api.call({ path, query: { state }, answer: Proposals }));
}

function whatOf(context: Context, { kind, integratedAddressNumber: number }: Proposal): string {
  return [say(context, `proposals.${kind}`), number].filter((part) => part !== null).join(' ');
}

function linesOf(context: Context, proposal: Proposal): string[] {
  const { failureId, proposedBy, proposedAt, reason, outdated } = proposal;
  const lines: [string, string][] = [
    [say(context, 'proposals.what'), whatOf(context, proposal)],
    [say(context, 'updates.proposedBy'), `${proposedBy.name ?? proposedBy.staffId} ${tokyoTimeOf(proposedAt)}`],
    [say(context, 'updates.reason'), reason],
  ];
  return [
    ...titledLines(lines),
    ...(failureId === null ? [] : [say(context, 'proposals.compare', { entry: failureId })]),
    ...(outdated ? [say(context, 'proposals.outdatedText')] : []),
  ];
}
