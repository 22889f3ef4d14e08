/**
 * The intermediate server and what lies behind it, as far as one resident can tell: requests are taken once a request
 * id, and done again under a new one; receipts come before files, files may be late, gone or wrong; codes come from
 * forwarded serials only. What it did is the judge of duplicates, outside the model of fugo's database.
 */
import type { AcquisitionFailureCode } from '../../domain/failures.ts';
import type { Random } from './random.ts';

interface Serial {
  requestId: string;
  /** Can still become a code. */
  live: boolean;
  /** When it may stand in a file, or when it is known that none is issued. */
  issuedAt: number;
  isIssued: boolean;
  forwarded: boolean;
}
interface Receipt {
  serial: Serial | undefined;
  readyAt: number;
  goneAt: number;
  fault: 'FILE_ROW_MISSING' | 'FILE_ROW_MISMATCH' | null;
}

export type Said<T> = { kind: 'done'; value: T } | { kind: 'refused'; code: AcquisitionFailureCode };
export type Confirmation =
  { result: 'acquired' } | { result: 'unknown' } | { result: 'error'; code: AcquisitionFailureCode };

const minute = 60_000;
const hour = 60 * minute;

export class OtherSide {
  /** How often each request id was acted on. */
  readonly effects = new Map<string, number>();
  codes = 0;
  /** From here on nothing is refused any more that need not be. */
  calm = false;
  private readonly serials: Serial[] = [];
  private readonly answers = new Map<string, Said<string>>();
  private readonly sent = new Map<string, readonly string[]>();
  private readonly receipts = new Map<string, Receipt>();
  private readonly arrivals: { at: number; serial: Serial; error: AcquisitionFailureCode | null }[] = [];
  private lastError: AcquisitionFailureCode | null = null;
  private readonly random: Random;
  /** This resident has no resident record code, so every request ends in an error. */
  readonly unknownAtNational: boolean;

  constructor(random: Random) {
    this.random = random;
    this.unknownAtNational = random.chance(0.05);
  }

  /** Serials that can still become a code. */
  get liveSerials(): number {
    return this.serials.filter(({ live }) => live).length;
  }

  /** A code or an error is on its way. */
  get willStillCome(): boolean {
    return this.arrivals.some(({ serial }) => serial.live);
  }

  /** What became of a request, where it was taken. */
  state(requestId: string): Said<string> | undefined {
    return this.answers.get(requestId);
  }

  /** The line, which knows more than fugo: a request leaves for here, as a part of this work. */
  leave(work: string, requestId: string): void {
    this.sent.set(work, [...this.sentUnder(work), requestId]);
  }

  /** Under which request ids this work has been sent. */
  sentUnder(work: string): readonly string[] {
    return this.sent.get(work) ?? [];
  }

  requestSerial(requestId: string, now: number): Said<string> {
    return this.once(requestId, () => {
      if (this.unlucky(0.06)) return { kind: 'refused', code: 'SERIAL_REFUSED' };
      const issuedAt = now + this.random.between(0, this.calm ? minute : 6 * hour);
      const isIssued = !this.unlucky(0.02);
      this.serials.push({ requestId, live: isIssued, issuedAt, isIssued, forwarded: false });
      this.lastError = null;
      return { kind: 'done', value: requestId };
    });
  }

  requestFile(requestId: string, now: number): Said<string> {
    return this.once(requestId, () => {
      if (this.unlucky(0.03)) return { kind: 'refused', code: 'FILE_REQUEST_REFUSED' };
      const receiptNumber = `R-${requestId}`;
      this.receipts.set(receiptNumber, {
        serial: this.serials.at(-1),
        readyAt: now + (this.unlucky(0.08) ? 40 * hour : this.random.between(0, 10 * minute)),
        goneAt: now + (this.unlucky(0.05) ? 3 * hour : 90 * 24 * hour),
        fault: this.unlucky(0.06) ? this.random.pick(['FILE_ROW_MISSING', 'FILE_ROW_MISMATCH']) : null,
      });
      return { kind: 'done', value: receiptNumber };
    });
  }

  /** Read-only, so it may be asked as often as one likes. */
  fetchFile(receiptNumber: string, now: number): Said<string> | { kind: 'not-ready' } {
    const receipt = this.receipts.get(receiptNumber);
    if (!receipt || now >= receipt.goneAt) return { kind: 'refused', code: 'RECEIPT_UNKNOWN' };
    if (now < receipt.readyAt) return { kind: 'not-ready' };
    if (receipt.fault) return { kind: 'refused', code: receipt.fault };
    if (!receipt.serial) return { kind: 'refused', code: 'FILE_ROW_MISSING' };
    if (now < receipt.serial.issuedAt) return { kind: 'not-ready' };
    if (!receipt.serial.isIssued) return { kind: 'refused', code: 'SERIAL_REFUSED' };
    return { kind: 'done', value: receipt.serial.requestId };
  }

  /** The Juki system or the gateway, and the Juki net behind it. */
  route(requestId: string, processingSerial: string, now: number): Said<string> {
    return this.once(requestId, () => {
      const serial = this.serials.find((each) => each.requestId === processingSerial);
      if (this.unlucky(0.05) || !serial) {
        // What was not forwarded becomes no code.
        if (serial) serial.live = false;
        return { kind: 'refused', code: 'ROUTE_REFUSED' };
      }
      serial.forwarded = true;
      const error = this.unknownAtNational ? 'RESIDENT_RECORD_NOT_FOUND' : this.unlucky(0.05) ? 'CODE_REFUSED' : null;
      const lost = this.unlucky(0.05);
      if (!lost) this.arrivals.push({ at: now + this.random.between(minute, 30 * hour), serial, error });
      return { kind: 'done', value: requestId };
    });
  }

  /** S90: what was forwarded becomes a code or an error. */
  pass(now: number): void {
    for (const arrival of this.arrivals.splice(0)) {
      if (arrival.at > now) this.arrivals.push(arrival);
      else if (arrival.serial.live) {
        arrival.serial.live = false;
        if (arrival.error) this.lastError = arrival.error;
        else this.codes += 1;
      }
    }
  }

  confirm(): Confirmation {
    if (this.codes > 0) return { result: 'acquired' };
    if (this.lastError && this.liveSerials === 0) return { result: 'error', code: this.lastError };
    return { result: 'unknown' };
  }

  private once(requestId: string, work: () => Said<string>): Said<string> {
    const before = this.answers.get(requestId);
    if (before) return before;
    this.effects.set(requestId, (this.effects.get(requestId) ?? 0) + 1);
    const answer = work();
    this.answers.set(requestId, answer);
    return answer;
  }

  private unlucky(share: number): boolean {
    return !this.calm && this.random.chance(share);
  }
}
