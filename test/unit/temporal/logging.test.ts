import { ApplicationFailure } from '@temporalio/common';
import { DrizzleQueryError } from 'drizzle-orm';
import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { createLogger, redactLine, runtimeLogging, type Logger } from '../../../temporal/logging.ts';

/** Twelve digits whose check digit is wrong, so that they are nobody's. */
const digits = '123456789010';

function logged(write: (logger: Logger) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger({ name: 'test', level: 'info', destination: { write: (line) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a log line', () => {
  test('is JSON with time, level, process and what was said', () => {
    const [line] = logged((logger) => logger.info({ personId: 'p-1' }, 'Numbered'));
    expect(line).toMatchObject({ level: 'info', process: 'test', personId: 'p-1', msg: 'Numbered' });
    expect(new Date(String(line?.['time'])).getTime()).toBeGreaterThan(0);
  });

  test('below the level is not written', () => {
    expect(logged((logger) => logger.debug('quiet'))).toEqual([]);
  });

  test.each([
    ['in the message', digits],
    ['with hyphens', '1234-5678-9010'],
    ['with spaces', '1234 5678 9010'],
    ['full-width', '１２３４５６７８９０１０'],
    ['inside a sentence', `番号${digits}です`],
  ])('has no twelve digits %s', (_, text) => {
    const [line] = logged((logger) => logger.info({ deep: { list: [text] } }, text));
    const written = JSON.stringify(line);
    expect(written).not.toContain(text);
    expect(written.match(/\[12 digits\]/g)).toHaveLength(2);
  });

  test('has no twelve digits as a number, and stays JSON', () => {
    expect(logged((logger) => logger.info({ number: Number(digits), list: [Number(digits), 1] }, 'x'))).toMatchObject([
      { number: '[12 digits]', list: ['[12 digits]', 1] },
    ]);
  });

  test.each([
    ['a UUID that ends in digits', '01a20be6-b2dd-7759-8c8f-123456789010'],
    ['a longer number', '1234567890123'],
    ['a shorter number', '12345678901'],
    ['a time', '2026-11-24T04:53:27.619Z'],
  ])('keeps %s', (_, text) => {
    expect(logged((logger) => logger.info(text))).toMatchObject([{ msg: text }]);
  });

  test('is JSON after redaction whatever was said', () => {
    const text = fc
      .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constant(digits), fc.constant('"')))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.record({ msg: text, more: fc.jsonValue() }), (said) => {
        const line = redactLine(JSON.stringify(said));
        expect(() => void JSON.parse(line)).not.toThrow();
        expect(line).not.toMatch(/(?<!\d)\d{12}(?!\d)/);
      }),
    );
  });
});

describe('an error in a log line', () => {
  test('has type, message, code, stack and causes, and none of its other properties', () => {
    const err = Object.assign(
      new Error('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) }),
      {
        requestBody: 'readable',
      },
    );
    const [line] = logged((logger) => logger.error({ err }, 'Failed'));
    expect(line?.['err']).toMatchObject({
      type: 'Error',
      message: 'fetch failed',
      cause: { type: 'Error', message: 'refused', code: 'ECONNREFUSED' },
    });
    expect(JSON.stringify(line)).toContain('logging.test.ts');
    expect(JSON.stringify(line)).not.toContain('readable');
  });

  test('does not tell the parameters of a statement', () => {
    const cause = Object.assign(new Error('invalid input syntax for type date: "readable"'), { name: 'PostgresError' });
    const err = new DrizzleQueryError('insert into persons', ['readable'], cause);
    const lines = logged((logger) => {
      logger.error(err);
      logger.error({ err });
      logger.error({ errors: [{ err }] }, 'Several');
    });
    const written = JSON.stringify(lines);
    expect(lines).toHaveLength(3);
    expect(written).toContain('insert into persons');
    expect(written).toContain('invalid input syntax for type date');
    expect(written).not.toContain('readable');
  });

  test('has the type of its failure', () => {
    const error = ApplicationFailure.create({ type: 'ROUTE_REFUSED', message: 'x' });
    expect(logged((logger) => logger.warn({ error }, 'x'))).toMatchObject([{ error: { type: 'ROUTE_REFUSED' } }]);
  });
});

test('what Temporal’s SDK says is written as JSON lines at its level', () => {
  const err = new Error('bad');
  const lines = logged((logger) => {
    const { logger: sdk } = runtimeLogging(logger);
    sdk?.warn('Activity failed', { workflowId: 'acquire-code/1/2', error: err });
    sdk?.debug('Activity started');
  });
  expect(lines).toMatchObject([
    { level: 'warn', msg: 'Activity failed', workflowId: 'acquire-code/1/2', error: { type: 'Error', message: 'bad' } },
  ]);
});
