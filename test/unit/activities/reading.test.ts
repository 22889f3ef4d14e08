import { expect, test } from 'vitest';
import { createSealedPartReader, type Reading, type SealedPart } from '../../../activities/reading/read-part.ts';
import { openPartReaders, openThreads, type PartReaders } from '../../../activities/reading/threads.ts';
import { readParts } from '../../../load-files/read-parts.ts';
import { lineColumns } from '../../../storage/loads/seal-lines.ts';
import { fileOf, inChunks, now, resident } from '../load-files/support.ts';
import { keyRing } from '../temporal/keys.ts';

const form = { format: 'csv', encoding: 'cp932' } as const;
const load = { municipality: '990019', loadId: '01900000-0000-7000-8000-000000000001', ownIds: 'file:' };
const reading: Reading = { load, options: { ...form, now, fileKey: 'file' }, keys: keyRing('k1').keys, readTo: 0 };

/** Good lines and bad ones, with quotation marks near the ends of some parts and not of others. */
const file = fileOf(
  form,
  Array.from({ length: 6_000 }, (_, at) => ({
    ...resident,
    addressNumber: String(at).padStart(15, '0'),
    birthDate: at % 700 === 0 ? 'いつか' : '19900401',
    address: at > 3_000 && at % 3 === 0 ? '符号市本町1, "あ"' : resident.address,
    nameKana: at % 1_500 === 0 ? 'ア\nイ' : 'アイ',
  })),
);

async function readBy(readers: PartReaders): Promise<SealedPart[]> {
  const parts: SealedPart[] = [];
  try {
    for await (const part of readParts(inChunks(file, [100_000]), form, readers)) parts.push(part);
  } finally {
    await readers.close();
  }
  return parts;
}

const inOneThread = (changes: Partial<Reading> = {}): PartReaders => ({
  read: createSealedPartReader({ ...reading, ...changes }),
  atOnce: 1,
  close: async () => {},
});

/** Everything but what is sealed anew or given by chance. */
function comparable(parts: readonly SealedPart[]): unknown {
  const byChance = ['person_id', 'personal_number'].map((column) => lineColumns.indexOf(column));
  return parts.map(({ left, hasLines, sealed }) => ({
    left,
    hasLines,
    to: sealed?.to,
    good: sealed?.good,
    bad: sealed?.bad.map(({ line, problems }) => ({ line, problems })),
    rows: Buffer.from(sealed?.rows ?? [])
      .toString('utf8')
      .split('\n')
      .map((row) => row.split('\t').filter((_, at) => !byChance.includes(at))),
  }));
}

test('threads make of a file what one thread makes of it, in its order', async () => {
  const parts = await readBy(openThreads(reading, 2));
  expect(parts.length).toBeGreaterThan(4);
  expect(comparable(parts)).toEqual(comparable(await readBy(inOneThread())));
  expect(parts.flatMap(({ sealed }) => sealed?.bad ?? []).length).toBeGreaterThan(10);
});

test('lines that are stored already are not made ready again', async () => {
  const parts = await readBy(inOneThread({ readTo: 3_000 }));
  const rows = parts.flatMap(({ sealed }) => (sealed ? [Buffer.from(sealed.rows).toString('utf8')] : [])).join('');
  expect(parts[0]).toMatchObject({ hasLines: true, sealed: null });
  expect(rows.split('\n', 1)[0]?.split('\t')[1]).toBe('3001');
});

test('no personal number is in the rows', async () => {
  const parts = await readBy(inOneThread());
  for (const { sealed } of parts) expect(Buffer.from(sealed?.rows ?? []).includes('123456789018')).toBe(false);
});

test('a thread that fails, fails the part that it was asked for and all after it', async () => {
  const wrong = { ...reading, keys: { ...reading.keys, current: 'no-such-key' } };
  await expect(readBy(openThreads(wrong, 1))).rejects.toThrow(/no-such-key/u);
});

test('a small file is read without threads', () => {
  expect(openPartReaders(reading, { fileBytes: 1_000 }).atOnce).toBe(1);
});
