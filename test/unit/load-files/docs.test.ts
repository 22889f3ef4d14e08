/** docs/load-files.md says again what the code says, and is held equal to it. */
import { expect, test } from 'vitest';
import { loadFileRules, wholeFileRules } from '../../../contracts/load-file.ts';
import { japaneseHeadings, loadFields, requiredFields } from '../../../contracts/load-fields.ts';
import { fixedLayout } from '../../../load-files/fixed-layout.ts';
import { codeOf, readDocument, tableOf } from '../docs/markdown.ts';
import { judgements, readAll } from './support.ts';

const document = 'docs/load-files.md';

test('the document lists every field, with the word of the municipality, and says which are required', () => {
  const required = new Set<string>(requiredFields);
  expect(tableOf(document, 'load-fields').map(([field, ja, isRequired]) => [codeOf(field), ja, isRequired])).toEqual(
    loadFields.map((field) => [field, japaneseHeadings[field], required.has(field) ? 'yes' : 'no']),
  );
});

test('the document lists the cells of the fixed-length layout, where they begin and how wide they are', () => {
  let from = 1;
  const cells = fixedLayout.map(({ field, width }, index) => {
    const cell = [String(index + 1), field, String(from), String(width)];
    from += width + 1;
    return cell;
  });
  const listed = tableOf(document, 'fixed-layout').map(([number, field, ...rest]) => [
    number,
    codeOf(field),
    ...rest.slice(0, 2),
  ]);
  expect(listed).toEqual(cells);
});

test.each([
  ['load-file-rules', loadFileRules],
  ['whole-file-rules', wholeFileRules],
])('the document lists the %s with their sentences', (name, rules) => {
  expect(tableOf(document, name).map(([rule, sentence]) => [codeOf(rule), sentence])).toEqual(
    Object.entries(rules).map(([rule, { ja, en }]) => [rule, `${ja}<br>${en}`]),
  );
});

test.each([
  ['csv', 'csv', [2, 3]],
  ['jsonl', 'ndjson', [1, 2]],
] as const)('the example in %s can be loaded', async (fence, format, numbers) => {
  const example = new RegExp(`\n\`\`\`${fence}\n([^]*?)\`\`\``, 'u').exec(readDocument(document))?.[1] ?? '';
  expect(judgements(await readAll(Buffer.from(example), { format }))).toEqual(numbers.map((line) => [line, null]));
});
