/** The client for S34, to the Juki system (20) or the Juki gateway (244), which take the same request. */
import type { CodeRequest } from '../../contracts/participants/code-route.ts';
import { LineResults, RequestState } from '../../contracts/participants/common.ts';
import { call, matchLines, matchRequest, type CallOptions, type ClientOptions, type Reply } from '../http.ts';

export interface CodeRouteClient {
  send: (municipality: string, request: CodeRequest, options?: CallOptions) => Promise<Reply<LineResults>>;
  /** Asks whether a request whose answer was lost was taken. */
  readRequestState: (municipality: string, requestId: string, options?: CallOptions) => Promise<Reply<RequestState>>;
}

export function createCodeRouteClient(baseUrl: string, { timeoutMs }: ClientOptions): CodeRouteClient {
  const at = (municipality: string) => ({
    baseUrl,
    timeoutMs,
    path: ['v1', 'municipalities', municipality, 'code-requests'],
  });
  return {
    async send(municipality, request, options) {
      const reply = await call({ ...at(municipality), ...options, body: request, schema: LineResults });
      return matchLines(matchRequest(reply, request.requestId), request.lines);
    },
    async readRequestState(municipality, requestId, options) {
      const reply = await call({ ...at(municipality), ...options, query: { requestId }, schema: RequestState });
      return matchRequest(reply, requestId);
    },
  };
}
