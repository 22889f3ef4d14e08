import { open, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryError } from '../../contracts/deliveries.ts';
import { errorCodeOf } from '../base/error-code.ts';

export type DownloadOptions = {
  url: string;
  /** As signed. Not a byte more is taken. */
  lengthBytes: number;
  /** Grows from download to download; only the caller renames it, after it has verified the bytes. */
  partial: string;
  signal?: AbortSignal;
  /** Called after bytes have been written. */
  onProgress?: (bytes: number) => void;
  /** How much is asked for at once: what is on its way when the program is killed is lost. */
  rangeBytes?: number;
  /** Tries in a row that bring nothing. */
  tries?: number;
  /** What must stay free on the disk. */
  reserveBytes?: number;
};

export class DownloadFailed extends Error {
  override name = 'DownloadFailed';
  readonly code: DeliveryError;
  constructor(code: DeliveryError, message: string = code) {
    super(message);
    this.code = code;
  }
}

const mebibyte = 1024 * 1024;
/** The longest time for one range. What has come until then is kept. */
const rangeLimitMs = 60_000;
const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** Resolves when the partial file is as long as it should be. Throws DownloadFailed; what has come stays for the next time. */
export async function downloadRanges(options: DownloadOptions): Promise<void> {
  const { lengthBytes, partial, rangeBytes = mebibyte, tries = 5, reserveBytes = 16 * mebibyte } = options;
  let size = await sizeOf(partial);
  if (size === lengthBytes) return;
  if (size > lengthBytes) {
    // Nobody writes beyond the length, so this is no part of the file.
    await rm(partial, { force: true });
    size = 0;
  }
  await requireSpace(dirname(partial), lengthBytes - size + reserveBytes);
  const file = await open(partial, size === 0 ? 'w' : 'r+');
  try {
    let failures = 0;
    while (size < lengthBytes) {
      const end = Math.min(size + rangeBytes, lengthBytes);
      const { at, reason } = await takeRange(file, options, { from: size, end });
      failures = at > size ? 0 : failures + 1;
      size = at;
      if (size >= end) continue;
      if (options.signal?.aborted === true || failures >= tries) throw new DownloadFailed('UNREACHABLE', reason);
      await sleep(Math.min(firstPauseMs * 2 ** failures, longestPauseMs), undefined, { signal: options.signal }).catch(
        () => undefined,
      );
    }
    await file.datasync();
  } catch (error) {
    const code = errorCodeOf(error);
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    // A full disk would stop the server itself, which matters more than what has come of the file.
    await file.truncate(0).catch(() => undefined);
    throw new DownloadFailed('DISK_FULL');
  } finally {
    await file.close();
  }
}

/** Writes what comes of a range. Returns how far it came, and why it ended; throws where no repetition helps. */
async function takeRange(
  file: FileHandle,
  { url, lengthBytes, signal, onProgress }: DownloadOptions,
  range: { from: number; end: number },
): Promise<{ at: number; reason: string }> {
  const limit = AbortSignal.timeout(rangeLimitMs);
  let at = range.from;
  let { end } = range;
  try {
    const response = await fetch(url, {
      headers: { range: `bytes=${String(range.from)}-${String(end - 1)}`, 'accept-encoding': 'identity' },
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (response.status === 200) {
      // Whoever sends no ranges sends the whole.
      at = 0;
      end = lengthBytes;
    } else if (response.status !== 206) {
      await response.body?.cancel();
      return { at, reason: `HTTP_${response.status}` };
    } else if (
      response.headers.get('content-range') !== `bytes ${String(at)}-${String(end - 1)}/${String(lengthBytes)}`
    ) {
      await response.body?.cancel();
      throw new DownloadFailed('WRONG_FILE', 'another range, or a file of another length');
    }
    if (!response.body) return { at, reason: 'no body' };
    for await (const chunk of response.body) {
      if (at + chunk.length > end) throw new DownloadFailed('TOO_LONG');
      await writeAll(file, chunk, at);
      at += chunk.length;
      onProgress?.(at);
    }
    return { at, reason: 'the answer ended early' };
  } catch (error) {
    if (error instanceof DownloadFailed) throw error;
    const code = errorCodeOf(error);
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO') throw error;
    return { at, reason: code ?? 'UNKNOWN' };
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at + done);
    done += bytesWritten;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) throw new DownloadFailed('DISK_FULL');
}
