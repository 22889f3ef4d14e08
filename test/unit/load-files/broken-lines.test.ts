import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import type { LoadRecord } from '../../../load-files/write.ts';
import { anyResident, fileOf, formsOfFile, inChunks, judgements, linesBefore, readAll } from './support.ts';

/** Whatever a line may turn into, but for a line end: that would make it two. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), count: fc.integer({ min: 1, max: 200 }) }),
  fc.record({
    kind: fc.constant('put' as const),
    at: fc.nat(),
    bytes: fc.oneof(
      fc
        .constantFrom('"', '""', ',', '","', ',"', '",', '{', '}', '\\', '\u0000', '\r', '\u2028')
        .map((text) => [...Buffer.from(text)]),
      // Bytes that are no character in one encoding or the other.
      fc.constantFrom([0xff], [0x82], [0xe3, 0x81], [0x81, 0x20], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xfd, 0xfd]),
      fc.array(
        fc.integer({ min: 0, max: 255 }).filter((byte) => byte !== 0x0a),
        { minLength: 1, maxLength: 4 },
      ),
    ),
  }),
);
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(line: Uint8Array, { at, ...wound }: Damage): Buffer {
  const from = at % (line.length + 1);
  return wound.kind === 'cut'
    ? Buffer.concat([line.subarray(0, from), line.subarray(from + wound.count)])
    : Buffer.concat([line.subarray(0, from), Buffer.from(wound.bytes), line.subarray(from)]);
}

const linesOf = (file: Buffer): string[] => file.toString('latin1').split('\n').slice(0, -1);

describe.each(formsOfFile)('a broken line of $format in $encoding', (form) => {
  const before = linesBefore(form.format);

  async function readWith(records: LoadRecord[], wounded: Map<number, Damage>, sizes: readonly number[]) {
    const written = linesOf(fileOf(form, records)).map((line) => Buffer.from(line.replace(/\r$/u, ''), 'latin1'));
    const lines = written.map((line, index) => {
      const wound = wounded.get(index - before);
      return wound && index >= before ? damaged(line, wound) : line;
    });
    const file = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
    return { lines, read: await readAll(inChunks(file, sizes), form) };
  }

  test('never hides or damages its neighbours, and is given back as it stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyResident, { minLength: 2, maxLength: 6 }),
        fc.nat(),
        damage,
        fc.constantFrom([1], [7, 64], [100_000]),
        async (records, place, wound, sizes) => {
          const index = place % records.length;
          const { lines, read } = await readWith(records, new Map([[index, wound]]), sizes);
          const number = index + 1 + before;
          const others = read.filter(({ line }) => line !== number);
          expect(judgements(others)).toEqual(
            records.map((_, at) => [at + 1 + before, null]).filter(([line]) => line !== number),
          );
          const own = read.find(({ line }) => line === number);
          if (own?.kind === 'bad') expect(Buffer.from(own.raw)).toEqual(withoutLastReturn(lines[number - 1]));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('among many others is said to be good or bad, whatever they are, and no byte of a bad one is lost', async () => {
    const wounds = fc.array(fc.tuple(fc.nat({ max: 5 }), damage), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyResident, { minLength: 6, maxLength: 6 }),
        wounds,
        fc.constantFrom([1], [13], [100_000]),
        async (records, wounded, sizes) => {
          const { lines, read } = await readWith(records, new Map(wounded), sizes);
          const whole = await readWith(records, new Map(wounded), [1_000_000]);
          expect(judgements(read)).toEqual(judgements(whole.read));

          let next = before + 1;
          for (const line of read) {
            const skipped = lines.slice(next - 1, line.line - 1);
            expect(skipped.every((each) => /^[\s,]*$/u.test(each.toString('latin1')))).toBe(true);
            const raw = line.kind === 'bad' ? Buffer.from(line.raw).toString('latin1').split('\n') : ['good'];
            if (line.kind === 'bad') {
              const stood = lines
                .slice(line.line - 1, line.line - 1 + raw.length)
                .map((each) => each.toString('latin1'));
              expect(raw.join('\n')).toBe(stood.join('\n').replace(/\r$/u, ''));
            }
            next = line.line + raw.length;
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

function withoutLastReturn(line: Buffer | undefined): Buffer {
  return line?.at(-1) === 0x0d ? line.subarray(0, -1) : (line ?? Buffer.alloc(0));
}
