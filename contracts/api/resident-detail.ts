/** Shapes of everything fugo knows about one resident. */
import { z } from 'zod';
import { shownFields } from '../../domain/information-fields.ts';
import { codeRequestStatuses, stages } from '../../domain/stages.ts';
import { ActingStaffId, NumberIfKnown, PersonId, StatedReason } from './resident-search.ts';
import { Timeline } from './residents.ts';

const instant = z.iso.datetime();
const Text = z.object({ ja: z.string(), en: z.string() });

/** Null where it is masked. */
const shown = {
  name: z.string().nullable(),
  nameKana: z.string().nullable(),
  birthDateText: z.string().nullable(),
  birthDate: z.string().nullable(),
  sex: z.string().nullable(),
  address: z.string().nullable(),
  contact: z.string().nullable(),
  delivery: z.string().nullable(),
  nonDisclosure: z.boolean().nullable(),
};

export const AddressInformation = z
  .object({
    historySeq: z.number().int(),
    current: z.boolean(),
    numberSystem: z.string().nullable(),
    addressNumber: z.string().nullable(),
    codeRequestStatus: z.enum(codeRequestStatuses),
    operatedAt: instant,
    registeredAt: instant,
    staffId: z.string().nullable(),
    source: z.enum(['transfer', 'load', 'staff']),
    changed: z
      .array(z.enum(shownFields))
      .meta({ description: 'What differs from the row before; of the first row nothing.' }),
    masked: z.boolean(),
    ...shown,
  })
  .meta({ id: 'AddressInformation', description: 'A row of table 33 宛名情報.' });

const HeldTransfer = z
  .object({
    numberSystem: z.string(),
    addressNumber: z.string(),
    operatedAt: instant,
    receivedAt: instant,
    masked: z.boolean(),
    ...shown,
  })
  .meta({ id: 'HeldTransfer', description: 'A transfer as its sender has it, which waits for an identity check.' });

export const ResidentDetail = z
  .object({
    personId: PersonId,
    integratedAddressNumber: NumberIfKnown,
    codeRequestStatus: z.enum(codeRequestStatuses),
    stage: z.enum(stages).nullable(),
    attempt: z.number().int(),
    since: instant,
    opensAt: instant.nullable(),
    acquiredAt: instant.nullable(),
    heldTransfers: z.number().int(),
    held: z.array(HeldTransfer).meta({ description: 'What each of these says, the first one first.' }),
    updatesNeedApproval: z.boolean().meta({ description: 'Four eyes: an update waits for the approval of another.' }),
    proposedUpdate: z
      .object({
        updateId: z.uuid(),
        proposedAt: instant,
        proposedBy: z.object({ staffId: z.string(), name: z.string() }),
        readable: z.boolean().meta({ description: 'The caller has proposed it or may approve.' }),
      })
      .nullable()
      .meta({ description: 'The open one.' }),
    hasPersonalNumber: z.boolean(),
    protected: z.boolean().meta({ description: 'Under protection (支援措置).' }),
    masked: z.boolean().meta({ description: 'Protected, and this caller lacks residents:view-protected.' }),
    history: z.array(AddressInformation).meta({ description: 'By history SEQ, the first one first.' }),
    addressNumbers: z.array(z.object({ numberSystem: z.string(), addressNumber: z.string(), linkedAt: instant })),
    business: z
      .array(
        z.object({
          numberSystem: z.string(),
          dataType: z.string(),
          confirmedAt: instant,
          businessItem1: z.string().nullable(),
          businessItem2: z.string().nullable(),
        }),
      )
      .meta({ description: 'Table 34 業務情報.' }),
    notices: z
      .array(
        z.object({
          noticeId: z.uuid(),
          numberSystem: z.string(),
          addressNumber: z.string(),
          kind: z.enum(['numbered', 'updated']),
          historySeq: z.number().int(),
          createdAt: instant,
          sends: z.number().int(),
          deliveredAt: instant.nullable(),
          nextSendAt: instant.nullable().meta({ description: 'While it is not delivered.' }),
          refusal: z.string().nullable().meta({ description: 'The backbone’s own code.' }),
        }),
      )
      .meta({ description: 'To the backbones, the latest hundred.' }),
    failures: z
      .array(
        z.object({
          failureId: z.uuid(),
          code: z.string(),
          text: Text,
          step: z.string().nullable(),
          attempt: z.number().int(),
          reason: z.string().nullable(),
          firstSeenAt: instant,
          trying: z.boolean().meta({ description: 'Staff have tried it again, and it has not ended yet.' }),
        }),
      )
      .meta({ description: 'Open entries of the error list.' }),
    attempts: z
      .array(
        z.object({
          requestId: z.string(),
          grain: z.enum(['person', 'chunk']).meta({ description: '`chunk`: sent for all of its residents together.' }),
          attempt: z.number().int(),
          step: z.string(),
          participant: z.string(),
          state: z.enum(['SENDING', 'ANSWERED']),
          sends: z.number().int(),
          createdAt: instant,
          answeredAt: instant.nullable(),
        }),
      )
      .meta({ description: 'Requests to participants.' }),
    timeline: Timeline.shape.entries,
    staff: z
      .array(z.object({ staffId: z.string(), name: z.string() }))
      .meta({ description: 'Whom the history and the timeline name by an id.' }),
    workflow: z
      .object({ workflowId: z.string(), started: z.boolean() })
      .meta({ description: 'For the Temporal Web UI; not started where only a chunk has worked on this resident.' }),
  })
  .meta({ id: 'ResidentDetail' });
export type ResidentDetail = z.infer<typeof ResidentDetail>;

export const Deliveries = z
  .object({ notices: ResidentDetail.shape.notices })
  .meta({ id: 'Deliveries', description: 'The notices of the detail, to follow them until they are delivered.' });
export type Deliveries = z.infer<typeof Deliveries>;

export const PersonalNumberRequest = z
  .strictObject({ reason: StatedReason, staffId: ActingStaffId })
  .meta({ id: 'PersonalNumberRequest', example: { reason: '窓口での本人確認のため' } });
export const PersonalNumberShown = z
  .object({
    personalNumber: z.string().nullable().meta({ description: 'Null where there is none.' }),
  })
  .meta({ id: 'PersonalNumberShown' });
