import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import type { LoadLine } from '../../../contracts/load-file.ts';
import { businessPart, checkTransfer } from '../../../domain/checked-transfer.ts';
import { readLoadFile } from '../../support/read-load-file.ts';
import { createLineWriter, type LoadRecord } from '../../../load-files/write.ts';
import {
  anyResident,
  fileOf,
  formsOfFile,
  inChunks,
  judgements,
  linesBefore,
  now,
  readAll,
  resident,
} from './support.ts';

/** What the API would make of the record, with what a load may leave out. */
function expectedOf(record: LoadRecord, line: number): LoadLine {
  const { integratedAddressNumber = null, ...transfer } = record;
  const present = new Date(now).toISOString();
  const hasBusiness = businessPart.some((field) => transfer[field] !== undefined && transfer[field] !== '');
  const supplied = {
    transferId: `file:${line}`,
    operatedAt: present,
    ...(hasBusiness && { confirmedAt: present, dataType: 'LOAD' }),
  };
  const checked = checkTransfer({ ...supplied, ...transfer }, { now });
  if (!checked.valid) throw new Error(JSON.stringify(checked.problems));
  return { ...checked.value, integratedAddressNumber };
}

describe.each(formsOfFile)('a file of $format in $encoding', (form) => {
  test('says of a resident what the API says', async () => {
    const lines = await readAll(fileOf(form, [resident]), form);
    const line = 1 + linesBefore(form.format);
    expect(lines).toEqual([{ kind: 'good', line, value: expectedOf(resident, line) }]);
  });

  test('gives again what was written into it, however its bytes arrive', async () => {
    const chunkSizes = fc.oneof(
      fc.constant([1]),
      fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 }),
      fc.constant([1_000_000]),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyResident, { minLength: 1, maxLength: 6 }), chunkSizes, async (records, sizes) => {
        const lines = await readAll(inChunks(fileOf(form, records), sizes), form);
        expect(lines).toEqual(
          records.map((record, index) => {
            const line = index + 1 + linesBefore(form.format);
            return { kind: 'good', line, value: expectedOf(record, line) };
          }),
        );
      }),
      { numRuns: 120 },
    );
  });

  test('may end without a line end and have empty lines', async () => {
    const file = fileOf(form, [resident, resident]);
    const unended = file.subarray(0, form.format === 'ndjson' ? -1 : -2);
    const first = linesBefore(form.format) + 1;
    expect(judgements(await readAll(unended, form))).toEqual([
      [first, null],
      [first + 1, null],
    ]);
    const spaced = Buffer.from(file.toString('latin1').replaceAll('\n', '\n\r\n\n'), 'latin1');
    expect(judgements(await readAll(spaced, form)).map(([, judgement]) => judgement)).toEqual([null, null]);
  });

  test('comes in batches of the size that was asked for', async () => {
    const file = fileOf(
      form,
      Array.from({ length: 25 }, () => resident),
    );
    const sizes: number[] = [];
    const options = { ...form, now, fileKey: 'file', batchSize: 10 };
    for await (const batch of readLoadFile(inChunks(file), options)) sizes.push(batch.length);
    expect(sizes).toEqual([10, 10, 5]);
  });
});

test('the heading of a CSV that was written is that of a CSV only', () => {
  expect(createLineWriter({ format: 'csv', encoding: 'cp932' }).heading?.toString()).toMatch(/^transferId,.*\r\n$/u);
  expect(createLineWriter({ format: 'ndjson', encoding: 'utf-8' }).heading).toBeNull();
  expect(createLineWriter({ format: 'fixed', encoding: 'utf-8' }).heading).toBeNull();
});

describe('a file that is larger than what is held of it', () => {
  const records = Array.from({ length: 4000 }, (_, index) => ({
    ...resident,
    addressNumber: String(index).padStart(15, '0'),
  }));

  test.each(formsOfFile)('has every line of $format in $encoding with its number', async (form) => {
    const lines = await readAll(inChunks(fileOf(form, records), [65_536, 10_007]), form);
    expect(lines.map(({ line }) => line)).toEqual(records.map((_, index) => index + 1 + linesBefore(form.format)));
    expect(lines.map((line) => line.kind === 'good' && line.value.addressNumber)).toEqual(
      records.map(({ addressNumber }) => addressNumber),
    );
  });

  test('is taken from its source no faster than its lines are taken', async () => {
    const { heading, write } = createLineWriter({ format: 'csv', encoding: 'utf-8' });
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      if (heading) yield heading;
      const chunk = Buffer.concat(Array.from({ length: 100 }, () => write(resident)));
      for (;;) {
        given += chunk.length;
        yield chunk;
      }
    }
    const options = { format: 'csv', encoding: 'utf-8', now, fileKey: 'file' } as const;
    let batches = 0;
    for await (const batch of readLoadFile(endless(), options)) {
      batches += batch.length > 0 ? 1 : 0;
      if (batches === 5) break;
    }
    const bytesOfBatches = 5 * 2000 * write(resident).length;
    expect(given).toBeLessThan(bytesOfBatches + 1_000_000);
  });
});
