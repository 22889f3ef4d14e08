/**
 * Temporal's search attributes. There are few, because each start, change and close of a workflow writes all of them to
 * the visibility index, in clear text. So they hold no personal data: only stages, failures and municipality codes.
 */
import { defineSearchAttributeKey } from '@temporalio/common';
import { errorCodeAttribute, municipalityAttribute, stageAttribute } from './search-attribute-names.ts';

export const searchAttributes = {
  /** Set at the start. */
  municipality: defineSearchAttributeKey(municipalityAttribute, 'KEYWORD'),
  /** Set at the start, when an initial load started the workflow. */
  loadId: defineSearchAttributeKey('FugoLoadId', 'KEYWORD'),
  /** Set when a workflow enters or leaves NEEDS_ATTENTION. */
  stage: defineSearchAttributeKey(stageAttribute, 'KEYWORD'),
  /** The catalogue's code while a workflow is in NEEDS_ATTENTION; removed when it leaves. */
  errorCode: defineSearchAttributeKey(errorCodeAttribute, 'KEYWORD'),
};
