/** The client for the intermediate server (中間サーバー 3): S29, S30, S32 and the confirmation. */
import {
  CodeAcquisitionRequestFile,
  ConfirmationResults,
  FileReceipt,
  type ConfirmationRequest,
  type FileRequest,
  type SerialRequest,
} from '../../contracts/participants/intermediate-server.ts';
import { LineResults, RequestState } from '../../contracts/participants/common.ts';
import {
  call,
  callWithStatuses,
  matchLines,
  matchRequest,
  type CallOptions,
  type ClientOptions,
  type Reply,
} from '../http.ts';

export type FileReply =
  | { kind: 'ready'; file: CodeAcquisitionRequestFile }
  | { kind: 'not-ready'; retryAfterMs?: number }
  | { kind: 'unknown-receipt' }
  | { kind: 'expired' }
  | Exclude<Reply<never>, { kind: 'answered' }>;

export interface IntermediateServerClient {
  /** S29. The answer accepts the request; the serials come with the file. */
  requestSerials: (municipality: string, request: SerialRequest, options?: CallOptions) => Promise<Reply<LineResults>>;
  /** Asks whether a serial request whose answer was lost was taken. */
  readSerialRequestState: (
    municipality: string,
    requestId: string,
    options?: CallOptions,
  ) => Promise<Reply<RequestState>>;
  /** S30, S43. The same request id gets the same receipt number. */
  requestFile: (municipality: string, request: FileRequest, options?: CallOptions) => Promise<Reply<FileReceipt>>;
  /** S32, S33, S46, S47. */
  fetchFile: (municipality: string, receiptNumber: string, options?: CallOptions) => Promise<FileReply>;
  /** The confirmation: read-only, for any number of lines. */
  confirmCodes: (
    municipality: string,
    request: ConfirmationRequest,
    options?: CallOptions,
  ) => Promise<Reply<ConfirmationResults>>;
}

export function createIntermediateServerClient(
  baseUrl: string,
  { timeoutMs }: ClientOptions,
): IntermediateServerClient {
  const to = (municipality: string, ...rest: string[]) => ({
    baseUrl,
    timeoutMs,
    path: ['v1', 'municipalities', municipality, ...rest],
  });
  return {
    async requestSerials(municipality, request, options) {
      const at = to(municipality, 'serial-requests');
      const reply = await call({ ...at, ...options, body: request, schema: LineResults });
      return matchLines(matchRequest(reply, request.requestId), request.lines);
    },
    async readSerialRequestState(municipality, requestId, options) {
      const at = to(municipality, 'serial-requests');
      return matchRequest(await call({ ...at, ...options, query: { requestId }, schema: RequestState }), requestId);
    },
    async requestFile(municipality, request, options) {
      const at = to(municipality, 'request-files');
      const reply = await call({ ...at, ...options, body: request, schema: FileReceipt });
      return matchRequest(reply, request.requestId);
    },
    async fetchFile(municipality, receiptNumber, options) {
      const reply = await callWithStatuses({
        ...to(municipality, 'request-files', receiptNumber),
        ...options,
        schema: CodeAcquisitionRequestFile,
        statuses: [202, 404, 410],
      });
      if (reply.kind === 'answered') return fileOf(reply.body, receiptNumber);
      if (reply.kind !== 'status') return reply;
      switch (reply.status) {
        case 202:
          return reply.retryAfterMs === undefined
            ? { kind: 'not-ready' }
            : { kind: 'not-ready', retryAfterMs: reply.retryAfterMs };
        case 404:
          return { kind: 'unknown-receipt' };
        case 410:
          return { kind: 'expired' };
      }
    },
    async confirmCodes(municipality, request, options) {
      const at = to(municipality, 'code-confirmations');
      const reply = await call({ ...at, ...options, body: request, schema: ConfirmationResults });
      return matchLines(reply, request.lines);
    },
  };
}

/** Refuses a file that was cut short, which would look as if residents had been left out. */
function fileOf(file: CodeAcquisitionRequestFile, receiptNumber: string): FileReply {
  if (file.receiptNumber !== receiptNumber) return { kind: 'unexpected', what: 'receiptNumber: of another file' };
  if (file.rowCount !== file.rows.length) {
    return { kind: 'unexpected', what: `rowCount: ${file.rowCount}, but the file has ${file.rows.length} rows` };
  }
  return { kind: 'ready', file };
}
