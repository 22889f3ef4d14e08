/**
 * Encodes error messages and stack traces as payloads, which the payload codec encrypts. They may quote data, and
 * Temporal would store them in clear.
 *
 * Loaded by path (`failureConverterPath`) on both sides of the sandbox: client and worker `require` this file, and the
 * workflow bundle contains it. So its syntax is plain JavaScript, and it imports nothing of fugo.
 */
import { DefaultFailureConverter } from '@temporalio/common';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
