/** The client for notices to a backbone system (基幹系システム 10): S24, S27. */
import type { AddressNotices } from '../../contracts/participants/backbone.ts';
import { LineResults } from '../../contracts/participants/common.ts';
import { call, matchLines, matchRequest, type CallOptions, type ClientOptions, type Reply } from '../http.ts';

export interface BackboneClient {
  /**
   * A notice sent again under its line id is answered `repeated` and does nothing, so it may be sent until it is taken.
   */
  sendNotices: (municipality: string, notices: AddressNotices, options?: CallOptions) => Promise<Reply<LineResults>>;
}

export function createBackboneClient(baseUrl: string, { timeoutMs }: ClientOptions): BackboneClient {
  return {
    async sendNotices(municipality, notices, options) {
      const path = ['v1', 'municipalities', municipality, 'address-notices'];
      const reply = await call({ baseUrl, timeoutMs, path, ...options, body: notices, schema: LineResults });
      return matchLines(matchRequest(reply, notices.requestId), notices.lines);
    },
  };
}
