/**
 * Encodes error messages and stack traces as payloads, which the payload codec encrypts: they may quote data, and
 * Temporal would store them in clear.
 *
 * Client and worker `require` this file by its path, and the workflow bundle contains it. So its syntax is plain
 * JavaScript, and it imports nothing of fugo.
 */
import { DefaultFailureConverter } from '@temporalio/common';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
