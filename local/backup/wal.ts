import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { LocalError } from '../messages.ts';

/**
 * Names and places in the write-ahead log, as PostgreSQL has them (xlog_internal.h): a file is one segment of one
 * timeline, and its name is timeline and segment, eight hexadecimal digits for the timeline and sixteen for the segment.
 * After a restore PostgreSQL begins a new timeline; its `.history` file says where it left which other one.
 */

/** A place in the WAL, as `0/3000148`, in bytes. */
export function placeOf(lsn: string): bigint {
  const parts = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/u.exec(lsn);
  if (!parts) throw new RangeError('not a place in the WAL (X/Y)');
  return BigInt(`0x${parts[1]}`) * 0x1_0000_0000n + BigInt(`0x${parts[2]}`);
}

/** The number of the segment that holds a place. */
export function segmentAt(lsn: string, segmentBytes: number): number {
  return Number(placeOf(lsn) / BigInt(segmentBytes));
}

export function segmentName(timeline: number, segment: number, segmentBytes: number): string {
  const perId = 0x1_0000_0000 / segmentBytes;
  return [timeline, Math.floor(segment / perId), segment % perId].map(hex8).join('');
}

const hex8 = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');

/** Timeline and segment of the name of a whole segment, of one that a restore cut short, or of a base's label. */
export function parseSegmentName(
  name: string,
  segmentBytes: number,
): { timeline: number; segment: number } | undefined {
  const parts = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(?:\.partial|\.[0-9A-F]{8}\.backup)?$/u.exec(name);
  if (!parts) return undefined;
  const [timeline = 0, id = 0, rest = 0] = parts.slice(1).map((digits) => Number.parseInt(digits, 16));
  return { timeline, segment: id * (0x1_0000_0000 / segmentBytes) + rest };
}

export const isWholeSegment = (name: string): boolean => /^[0-9A-F]{24}$/u.test(name);

/** One stretch of history: this timeline, up to the place where the next one left it; null for the last. */
export interface Stretch {
  timeline: number;
  until: string | null;
}

/** Reads a `.history` file: a line for each timeline before this one, with the place where it was left. */
export function parseHistory(timeline: number, text: string): Stretch[] {
  const before = text.split('\n').flatMap((line): Stretch[] => {
    const parts = /^\s*(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/u.exec(line);
    return parts ? [{ timeline: Number(parts[1]), until: parts[2] ?? '' }] : [];
  });
  return [...before, { timeline, until: null }];
}

/** A file of the archive as its sum says it must be. */
export interface WalFile {
  name: string;
  sha256: string;
  bytes: number;
  /** When it was archived, epoch milliseconds. */
  at: number;
}

/** The archive of one cluster. */
export interface WalArchive {
  folder: string;
  segmentBytes: number;
  /** What a replay can read. */
  names: ReadonlySet<string>;
  /** Files that are not in the folder yet, by name. */
  elsewhere: ReadonlyMap<string, string>;
}

export function walFolderOf(archive: string, systemIdentifier: string): string {
  return join(archive, systemIdentifier);
}

/** `others`: files that serve where the archive has none of their name. */
export function openWalArchive(
  folder: string,
  segmentBytes: number,
  others: ReadonlyMap<string, string> = new Map(),
): WalArchive {
  const all = existsSync(folder) ? readdirSync(folder) : [];
  const there = all.filter((name) => walName.test(name));
  const elsewhere = new Map([...others].filter(([name]) => !there.includes(name)));
  return { folder, segmentBytes, names: new Set([...there, ...elsewhere.keys()]), elsewhere };
}

/** A segment, one that a restore cut short, the label of a base, or a history. */
const walName = /^[0-9A-F]{8}(?:[0-9A-F]{16}(?:\.partial|\.[0-9A-F]{8}\.backup)?|\.history)$/u;

function pathIn({ folder, elsewhere }: WalArchive, name: string): string {
  return elsewhere.get(name) ?? join(folder, name);
}

/** When a file came into the archive, epoch milliseconds: it holds only what was written before. */
export function archivedAt(archive: WalArchive, name: string): number {
  return statSync(pathIn(archive, name)).mtimeMs;
}

/** The sum beside a file. Throws LocalError when it is missing or cannot be read. */
export function readSum({ folder }: Pick<WalArchive, 'folder'>, name: string): WalFile {
  const path = join(folder, `${name}.sha256`);
  const parts = /^([0-9a-f]{64}) ([1-9]\d*)\n$/u.exec(existsSync(path) ? readFileSync(path, 'utf8') : '');
  if (!parts) throw new LocalError({ key: 'backupSumMissing', values: { path } });
  return { name, sha256: parts[1] ?? '', bytes: Number(parts[2]), at: statSync(join(folder, name)).mtimeMs };
}

/** Compares a file with its sum. Throws LocalError that names it when one byte differs. */
export async function checkWalFile(archive: Pick<WalArchive, 'folder'>, name: string): Promise<WalFile> {
  const path = join(archive.folder, name);
  const sum = readSum(archive, name);
  if (statSync(path).size !== sum.bytes || (await sha256Of(path)) !== sum.sha256)
    throw new LocalError({ key: 'backupFileChanged', values: { path } });
  return sum;
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1024 * 1024 });
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** The newest timeline that the archive knows of; `known` when it has no history. */
export function newestTimeline({ names }: WalArchive, known: number): number {
  const told = [...names].flatMap((name) => {
    const parts = /^([0-9A-F]{8})\.history$/u.exec(name);
    return parts ? [Number.parseInt(parts[1] ?? '', 16)] : [];
  });
  return Math.max(known, ...told);
}

/** Through which timelines a timeline came, the oldest first. */
export function lineageOf(archive: WalArchive, timeline: number): Stretch[] {
  const name = `${hex8(timeline)}.history`;
  return archive.names.has(name)
    ? parseHistory(timeline, readFileSync(pathIn(archive, name), 'utf8'))
    : [{ timeline, until: null }];
}

/** Whether a place of a timeline lies on this line of history. */
export function isOnLine(line: readonly Stretch[], timeline: number, lsn: string): boolean {
  return line.some(
    (each) => each.timeline === timeline && (each.until === null || placeOf(lsn) <= placeOf(each.until)),
  );
}

export interface WalRun {
  /** The files that a replay reads, in order. */
  names: string[];
  /** The first file that is missing although later ones are there; undefined when there is no gap. */
  missing: string | undefined;
}

/**
 * The files of the archive that a replay along a line of history reads from a place on. Of a segment in which a timeline
 * was left, the newer timeline's file is read, which begins with the same bytes.
 */
export function walFrom(archive: WalArchive, line: readonly Stretch[], startLsn: string): WalRun {
  const { segmentBytes, names } = archive;
  const first = segmentAt(startLsn, segmentBytes);
  const begins = line.map((_, index) => segmentAt(line[index - 1]?.until ?? '0/0', segmentBytes));
  const nameOf = (segment: number): string => {
    const index = begins.findLastIndex((begin) => begin <= segment);
    return segmentName(line[index]?.timeline ?? 1, segment, segmentBytes);
  };
  const last = Math.max(
    ...[...names].filter(isWholeSegment).flatMap((name) => {
      const parsed = parseSegmentName(name, segmentBytes);
      return parsed && nameOf(parsed.segment) === name ? [parsed.segment] : [];
    }),
    first - 1,
  );
  const found: string[] = [];
  for (let segment = first; segment <= last; segment += 1) {
    const name = nameOf(segment);
    if (!names.has(name)) return { names: found, missing: name };
    found.push(name);
  }
  return { names: found, missing: undefined };
}

/** The histories that a replay of these timelines reads. */
export function historiesOf({ names }: WalArchive, line: readonly Stretch[]): string[] {
  return line.map(({ timeline }) => `${hex8(timeline)}.history`).filter((name) => names.has(name));
}
