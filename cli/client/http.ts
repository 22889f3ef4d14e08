import type { ZodType } from 'zod';
import type { Problem } from '../../contracts/api/problem.ts';

/** A yes with its body, or a no in the words of the API. */
export type Reply<Body> = { kind: 'ok'; status: number; body: Body } | { kind: 'problem'; problem: Problem };

/** How a caller proves who it is, at each request. */
export interface Authentication {
  headers: () => Promise<Reply<Record<string, string>>>;
  /** After a 401, before the request is made once more; throws where that is of no use. */
  renew: () => void;
  /** What the answer says of the session. */
  answered?: (headers: Headers) => void;
}

/** Thrown when nothing answers at the address. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Thrown when what answers is not what the contract says; perhaps something else listens there. */
export class StrangeAnswer extends Error {
  override readonly name = 'StrangeAnswer';
}

export async function send(url: URL | string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw unreachable(url, error);
  }
}

export function unreachable(url: URL | string, cause: unknown): Unreachable {
  return new Unreachable(new URL(url).origin, { cause });
}

/** The body that the contract of this address wants. */
export function parsed<Body>(schema: ZodType<Body>, text: string, path: string): Body {
  try {
    const result = schema.safeParse(JSON.parse(text));
    if (result.success) return result.data;
  } catch {
    // No JSON at all: not fugo's API.
  }
  throw new StrangeAnswer(path);
}
