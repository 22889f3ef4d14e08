/**
 * Error messages and stack traces may quote what was worked on, and Temporal stores them in clear text unless they are
 * encoded as payloads; then the payload codec encrypts them like everything else.
 *
 * Loaded by path (`failureConverterPath`) on both sides of the sandbox: the client and the worker `require` this file,
 * and the workflow bundle contains it. So it must be plain JavaScript in its syntax, and import nothing of fugo's.
 */
import { DefaultFailureConverter } from '@temporalio/common';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
