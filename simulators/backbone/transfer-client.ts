import { z } from 'zod';
import { PeerAway } from '../base/peers.ts';
import type { FaultSwitch } from '../base/fault-switch.ts';
import type { AccessTokens } from './access-tokens.ts';

/** fugo's final answer to a transfer: a status of 2xx if it was taken, 4xx if it was refused. */
export type TransferOutcome = {
  status: number;
  result: string | null;
  integratedNumber: string | null;
  /** Of a refused one: the fields that break a rule. */
  problems: { field: string; rule: string }[];
};

/** A transfer's JSON, always sent as it was stored, so that a repetition is the same to the byte. */
export type TransferText = { transferId: string; content: string };

/** Sends transfers to fugo's API (S14). */
export type TransferClient = {
  /** Throws if there is no final answer yet: none at all, 5xx, or too busy. */
  sendOne: (municipality: string, content: string) => Promise<TransferOutcome>;
  /** Outcomes by transfer id; transfers without a final answer are missing. */
  sendMany: (municipality: string, transfers: readonly TransferText[]) => Promise<Map<string, TransferOutcome>>;
};

const Problems = z.array(z.object({ field: z.string().max(40), rule: z.string().max(40) })).optional();
const Answer = z.object({
  result: z.string().max(100).optional(),
  code: z.string().max(100).optional(),
  integratedAddressNumber: z.string().optional(),
  errors: Problems,
});
const AnswerLine = Answer.extend({
  line: z.number().int(),
  status: z.number().int(),
  problem: z.object({ code: z.string().max(100), errors: Problems }).optional(),
});

const oneLimitMs = 10_000;
const manyLimitMs = 60_000;
/** Statuses of 4xx that say nothing about the transfer itself. */
const passingStatuses = new Set([401, 408, 425, 429]);

export function createTransferClient(apiUrl: string, tokens: AccessTokens, faults: FaultSwitch): TransferClient {
  async function post(municipality: string, type: string, body: string, limitMs: number): Promise<Response> {
    for (const lastTry of [false, true]) {
      const token = await tokens.get(municipality);
      const response = await fetch(new URL(`/v1/municipalities/${municipality}/transfers`, apiUrl), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        body,
        signal: AbortSignal.timeout(limitMs),
      });
      if (response.status !== 401) return response;
      // The token ended early, because fugo was set up anew or its keys changed: get another, once.
      await response.body?.cancel();
      tokens.drop(municipality);
      if (lastTry) break;
    }
    throw new PeerAway('HTTP_401');
  }
  async function send(municipality: string, type: string, body: string, limitMs: number): Promise<Response> {
    if (faults.hits('duplicate')) await (await post(municipality, type, body, limitMs)).body?.cancel();
    return post(municipality, type, body, limitMs);
  }
  return {
    async sendOne(municipality, content) {
      const response = await send(municipality, 'application/json', content, oneLimitMs);
      if (!isFinal(response.status)) {
        await response.body?.cancel();
        throw new PeerAway(`HTTP_${response.status}`);
      }
      const answer = Answer.safeParse(await response.json());
      return outcomeOf(response.status, answer.success ? answer.data : {});
    },
    async sendMany(municipality, transfers) {
      const body = transfers.map(({ content }) => `${content}\n`).join('');
      const response = await send(municipality, 'application/x-ndjson', body, manyLimitMs);
      if (!response.ok) {
        await response.body?.cancel();
        throw new PeerAway(`HTTP_${response.status}`);
      }
      const outcomes = new Map<string, TransferOutcome>();
      for (const text of (await response.text()).split('\n')) {
        const line = text === '' ? undefined : AnswerLine.safeParse(parseJson(text));
        if (!line?.success || !isFinal(line.data.status)) continue;
        // Found by line number, from 1, because a line that could not be read has no transfer id.
        const transfer = transfers[line.data.line - 1];
        const code = line.data.code ?? line.data.problem?.code;
        const errors = line.data.problem?.errors;
        if (transfer) outcomes.set(transfer.transferId, outcomeOf(line.data.status, { ...line.data, code, errors }));
      }
      return outcomes;
    },
  };
}

function isFinal(status: number): boolean {
  return status >= 200 && status < 500 && !passingStatuses.has(status);
}

function outcomeOf(
  status: number,
  answer: { [Key in keyof z.infer<typeof Answer>]: z.infer<typeof Answer>[Key] | undefined },
): TransferOutcome {
  return {
    status,
    result: answer.result ?? answer.code ?? null,
    integratedNumber: answer.integratedAddressNumber ?? null,
    problems: answer.errors ?? [],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
