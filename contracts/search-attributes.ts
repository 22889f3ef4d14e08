/**
 * Temporal's search attributes. Few on purpose (design §3): each start, change and close writes every one of them to
 * the visibility index, in clear text. So no personal data, ever: names of stages and failures, codes of municipalities.
 */
import { defineSearchAttributeKey } from '@temporalio/common';
import { errorCodeAttribute } from './search-attribute-names.ts';

export const searchAttributes = {
  /** Set at the start. */
  municipality: defineSearchAttributeKey('FugoMunicipality', 'KEYWORD'),
  /** Set at the start, when an initial load started the workflow. */
  loadId: defineSearchAttributeKey('FugoLoadId', 'KEYWORD'),
  /** Set when a workflow enters or leaves NEEDS_ATTENTION. */
  stage: defineSearchAttributeKey('FugoStage', 'KEYWORD'),
  /** The catalogue's code while a workflow is in NEEDS_ATTENTION; removed when it leaves. */
  errorCode: defineSearchAttributeKey(errorCodeAttribute, 'KEYWORD'),
};
