/** Shapes of decisions that one member of staff proposes and a second one makes, beside updates of address information. */
import { z } from 'zod';
import { proposedStates } from './proposed-updates.ts';
import { StatedReason } from './resident-search.ts';

const instant = z.iso.datetime();
const Colleague = z.object({ staffId: z.string(), name: z.string().nullable() });

export const Proposal = z
  .object({
    proposalId: z.uuid(),
    kind: z.enum(['same-person', 'four-eyes-off']).meta({
      description:
        '`same-person`: a held transfer is of the person it was held for. `four-eyes-off`: updates need no second person.',
    }),
    failureId: z.string().nullable().meta({ description: 'The entry of the error list, of `same-person`.' }),
    integratedAddressNumber: z.string().nullable(),
    state: z.enum(proposedStates),
    reason: z.string(),
    proposedBy: Colleague,
    proposedAt: instant,
    own: z.boolean().meta({ description: 'Proposed by the caller, who may withdraw it and not approve it.' }),
    decidedBy: Colleague.nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z.string().nullable(),
    outdated: z.boolean().meta({ description: 'Open, and its entry is over: approval answers 409.' }),
  })
  .meta({ id: 'Proposal' });
export type Proposal = z.infer<typeof Proposal>;
export const Proposals = z.object({ proposals: z.array(Proposal) }).meta({ id: 'Proposals' });
export type Proposals = z.infer<typeof Proposals>;

export const ProposalDecided = z
  .object({ state: z.enum(['approved', 'rejected', 'withdrawn']) })
  .meta({ id: 'ProposalDecided' });
export type ProposalDecided = z.infer<typeof ProposalDecided>;

/** The answer to a correction that waits for a second person. */
export const CorrectionProposed = z
  .object({ proposalId: z.uuid() })
  .meta({ id: 'CorrectionProposed', description: 'It takes effect when another member of staff approves it.' });
export type CorrectionProposed = z.infer<typeof CorrectionProposed>;

export const ApprovalSetting = z
  .object({
    updatesNeedApproval: z.boolean(),
    offProposed: Proposal.nullable().meta({ description: 'That it be turned off, and waits for a second person.' }),
  })
  .meta({
    id: 'ApprovalSetting',
    description:
      'Four eyes: whether a change of the address information, and taking a held transfer as the same person’s, wait for ' +
      'the approval of another person.',
  });
export type ApprovalSetting = z.infer<typeof ApprovalSetting>;
export const ApprovalSettingBody = z
  .strictObject({ updatesNeedApproval: z.boolean(), reason: StatedReason })
  .meta({ id: 'ApprovalSettingBody', example: { updatesNeedApproval: true, reason: '要綱の改正による' } });
export type ApprovalSettingInput = z.infer<typeof ApprovalSettingBody>;
