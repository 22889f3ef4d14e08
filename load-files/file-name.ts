/** Format and encoding by a file's name; they are never guessed from its content. */
import { loadEncodings, type LoadEncoding, type LoadFormat } from '../contracts/load-file.ts';

const formats: Record<string, LoadFormat> = {
  csv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  dat: 'fixed',
};

/** By the ending, also before `.zip`; undefined if it says nothing. */
export function findFormat(name: string): LoadFormat | undefined {
  return partsOf(name)?.format;
}

/** Also reads the encoding, as in `residents.cp932.csv`; UTF-8 if the name has none. */
export function readFileName(name: string): { format: LoadFormat; encoding: LoadEncoding } | undefined {
  const parts = partsOf(name);
  if (!parts) return undefined;
  const encoding = loadEncodings.find((known) => parts.stem.toLowerCase().endsWith(`.${known}`)) ?? 'utf-8';
  return { format: parts.format, encoding };
}

function partsOf(name: string): { stem: string; format: LoadFormat } | undefined {
  const [, stem = '', ending = ''] = /^(.*)\.([a-z0-9]+)$/iu.exec(name.replace(/\.zip$/iu, '')) ?? [];
  const format = formats[ending.toLowerCase()];
  return format && { stem, format };
}
