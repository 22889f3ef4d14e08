import { describe, expect, test } from 'vitest';
import { CommandError, exitCodes } from '../../../cli/terminal/exit.ts';
import { parseTransfers } from '../../../cli/transfers/parse.ts';

const context = { language: 'en' } as const;
const transfer = (id: string, numberSystem = '01') => ({ transferId: id, numberSystem, name: '葛\u{e0100}城 𠮷男' });

describe('the input of fugo transfer', () => {
  test('is one transfer, an array of them, or one a line', () => {
    const [a, b] = [transfer('a'), transfer('b', '０２')];
    const forms = [
      [JSON.stringify(a, null, 2), 1],
      [JSON.stringify([a, b]), 2],
      [`${JSON.stringify(a)}\r\n\r\n${JSON.stringify(b)}\n`, 2],
    ] as const;
    for (const [input, count] of forms) expect(parseTransfers(context, input)).toHaveLength(count);
  });

  test('keeps the place in the file, and every character of a name', () => {
    const [, second] = parseTransfers(
      context,
      `${JSON.stringify(transfer('a'))}\n\n${JSON.stringify(transfer('b', '０２'))}\n`,
    );
    expect(second).toMatchObject({ line: 3, numberSystem: '02' });
    expect(JSON.parse(second?.text ?? '')).toEqual(transfer('b', '０２'));
  });

  test.each([
    ['', 'There is no input.'],
    ['{"name": "見本"', 'It is not JSON (line 1).'],
    ['{"transferId":"a"}\n{"name": 見本}', 'It is not JSON (line 2).'],
    ['[1]', 'Item 1 is not a transfer'],
    ['"text"', 'Item 1 is not a transfer'],
  ])('of another form is refused by its line, without repeating it', (input, sentence) => {
    let thrown: unknown;
    try {
      parseTransfers(context, input);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(CommandError);
    expect(thrown).toMatchObject({ exitCode: exitCodes.usage, message: expect.stringContaining(sentence) });
    expect(String(thrown)).not.toContain('見本');
  });
});
