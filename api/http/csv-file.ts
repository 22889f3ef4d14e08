/** Answers with a list as a CSV file of any length, made as fast as the caller reads it. */
import type { Context } from 'hono';
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { createByteStream } from './byte-stream.ts';
import type { ApiContext, ApiEnv } from '../context.ts';
import { commonProblems } from './openapi.ts';
import { createCsvEncoder } from './csv-encoder.ts';

const replacedCharacters = { ja: '置き換えた文字数', en: 'characters replaced' } as const;

export const csvResponses = {
  200: {
    description: 'The file.',
    content: { 'text/csv': { schema: { type: 'string', format: 'binary' } as const } },
  },
  ...commonProblems,
} as const;

export interface CsvFile {
  fileName: string;
  encoding: CsvEncoding;
  language?: keyof typeof replacedCharacters;
  headings: readonly string[];
  /** Rows, a page at a time. */
  rows: AsyncIterable<readonly (readonly string[])[]>;
}

/** Answers with the file; the caller audits it as an export. In CP932 a last line counts the characters replaced. */
export function answerCsv(c: Context<ApiEnv>, { log }: ApiContext, file: CsvFile) {
  const body = createByteStream(encodeFile(file), (err) =>
    log.error({ err, requestId: c.get('requestId') }, 'an answer broke off'),
  );
  return c.body(body, 200, {
    'content-type': `text/csv; charset=${file.encoding === 'cp932' ? 'windows-31j' : 'utf-8'}; header=present`,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
  });
}

async function* encodeFile({ encoding, language = 'ja', headings, rows }: CsvFile): AsyncGenerator<Uint8Array> {
  const csv = createCsvEncoder(encoding);
  // Without a byte order mark a spreadsheet reads UTF-8 in the machine's own encoding.
  if (encoding === 'utf-8') yield Buffer.from('\u{feff}');
  yield csv.encodeLine(headings);
  for await (const page of rows) if (page.length > 0) yield Buffer.concat(page.map((row) => csv.encodeLine(row)));
  if (encoding === 'cp932') yield csv.encodeLine(['#', replacedCharacters[language], String(csv.countReplaced())]);
}
