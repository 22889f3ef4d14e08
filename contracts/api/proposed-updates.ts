/** Shapes of updates of address information that wait for a second person (four-eyes rule), and of their outcome. */
import { z } from 'zod';
import { informationFields } from '../../domain/information-fields.ts';
import { StatedReason } from './resident-search.ts';

const instant = z.iso.datetime();

export const proposedStates = ['open', 'approved', 'rejected', 'withdrawn'] as const;
export const ProposedStateFilter = z.enum(['open', 'decided', 'all']);

const Colleague = z.object({ staffId: z.string(), name: z.string() });
const Information = z.object({
  name: z.string(),
  nameKana: z.string().nullable(),
  birthDateText: z.string(),
  birthDate: z.string().nullable(),
  sex: z.string(),
  address: z.string(),
  contact: z.string().nullable(),
  delivery: z.string().nullable(),
});
export type ProposedInformation = z.infer<typeof Information>;

export const ProposedUpdate = z
  .object({
    updateId: z.uuid(),
    integratedAddressNumber: z.string(),
    state: z.enum(proposedStates),
    reason: z.string(),
    proposedBy: Colleague,
    proposedAt: instant,
    own: z.boolean().meta({ description: 'Proposed by the caller, who may withdraw it and not approve it.' }),
    decidedBy: Colleague.nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z.string().nullable(),
    currentHistorySeq: z.number().int().meta({ description: 'The history SEQ that it was made from.' }),
    historySeq: z.number().int().nullable().meta({ description: 'Of the row that an approved one became.' }),
    outdated: z.boolean().meta({ description: 'Open, and another row is current by now: approval answers 409.' }),
    changed: z.array(z.enum(informationFields)),
    protected: z.boolean().meta({ description: 'The resident is under protection (支援措置).' }),
    masked: z.boolean().meta({ description: 'Protected, and this caller lacks residents:view-protected.' }),
  })
  .meta({ id: 'ProposedUpdate' });
export type ProposedUpdate = z.infer<typeof ProposedUpdate>;

export const ProposedUpdates = z
  .object({ updates: z.array(ProposedUpdate), next: z.string().nullable().meta({ description: 'For `after`.' }) })
  .meta({ id: 'ProposedUpdates' });
export type ProposedUpdates = z.infer<typeof ProposedUpdates>;

export const ProposedUpdateDetail = ProposedUpdate.extend({
  before: Information.nullable().meta({ description: 'What it was made from. Null where it is masked.' }),
  after: Information.nullable().meta({ description: 'As it is to be.' }),
}).meta({ id: 'ProposedUpdateDetail' });
export type ProposedUpdateDetail = z.infer<typeof ProposedUpdateDetail>;

export const ProposedUpdateCount = z
  .object({ open: z.number().int().meta({ description: 'Of those that the caller may see.' }) })
  .meta({ id: 'ProposedUpdateCount' });
export type ProposedUpdateCount = z.infer<typeof ProposedUpdateCount>;

/** An approval needs no reason, because the proposal has one. */
export const ApprovalBody = z
  .strictObject({ reason: StatedReason.optional() })
  .meta({ id: 'ApprovalBody', example: { reason: '届出書の写しで確認した' } });
export const RejectionBody = z
  .strictObject({ reason: StatedReason })
  .meta({ id: 'RejectionBody', example: { reason: '届出書の住所と異なるため' } });
export const ProposedUpdateDecided = z
  .object({ state: z.enum(['rejected', 'withdrawn']) })
  .meta({ id: 'ProposedUpdateDecided' });
