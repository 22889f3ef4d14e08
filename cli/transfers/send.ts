import { ndjsonMediaType, TransferLineResult } from '../../contracts/api/transfer-lines.ts';
import { below } from '../../contracts/http.ts';
import { createApiClient } from '../client/api-client.ts';
import { printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { StrangeAnswer } from '../client/http.ts';
import { readText } from '../terminal/input.ts';
import { backboneClients, bodyOf, getApiUrl, type SessionOptions } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { parseTransfers, type GivenTransfer } from './parse.ts';

/** One request holds so many lines: far fewer than the API allows, so that an outage costs little. */
const linesAtOnce = 1_000;

/** `fugo transfer` sends what a backbone would send (S14), with the client of each transfer's number system. */
export async function runTransfer(
  context: Context,
  file: string | undefined,
  options: SessionOptions & { json?: boolean },
): Promise<ExitCode> {
  const url = getApiUrl(context);
  const clients = backboneClients(context, options);
  const transfers = parseTransfers(context, await readText(context, file));
  const results: TransferLineResult[] = [];
  for (const [numberSystem, group] of groupByNumberSystem(transfers)) {
    // The API refuses a number system that is missing or wrong, whichever client sends it.
    const client = clients.find((known) => known.numberSystem === numberSystem) ?? clients[0];
    if (!client) throw usageError(context, 'numberSystem', say(context, 'noNumberSystem'));
    const api = createApiClient(url, client, context.language);
    for (let start = 0; start < group.length; start += linesAtOnce) {
      const lines = group.slice(start, start + linesAtOnce);
      const reply = await api.callText({
        method: 'POST',
        path: below(client.municipality, 'transfers'),
        text: { content: lines.map(({ text }) => `${text}\n`).join(''), mediaType: ndjsonMediaType },
        timeoutMs: 120_000,
      });
      results.push(...parseResults(bodyOf(context, reply), lines));
    }
  }
  results.sort((a, b) => a.line - b.line);
  if (options.json) printJson(context, results);
  else printLines(context, resultLines(context, results));
  return results.some(({ problem }) => problem !== undefined) ? exitCodes.refused : exitCodes.ok;
}

function groupByNumberSystem(transfers: readonly GivenTransfer[]): Map<string | undefined, GivenTransfer[]> {
  const groups = new Map<string | undefined, GivenTransfer[]>();
  for (const transfer of transfers) {
    const group = groups.get(transfer.numberSystem);
    if (group) group.push(transfer);
    else groups.set(transfer.numberSystem, [transfer]);
  }
  return groups;
}

/** The API counts the lines of one request, but the person counts those of the file. */
function parseResults(text: string, lines: readonly GivenTransfer[]): TransferLineResult[] {
  const results = text.split('\n').filter((line) => line !== '');
  if (results.length !== lines.length) throw new StrangeAnswer('/transfers');
  return results.map((line, index) => {
    const result = TransferLineResult.safeParse(JSON.parse(line));
    if (!result.success) throw new StrangeAnswer('/transfers');
    return { ...result.data, line: lines[index]?.line ?? result.data.line };
  });
}

function resultLines(context: Context, results: readonly TransferLineResult[]): string[] {
  const { language } = context;
  const rows = results.map(
    ({ line, transferId, status, result, integratedAddressNumber, codeRequestStatus, problem }) => [
      String(line),
      transferId ?? '',
      String(status),
      result ?? problem?.code ?? '',
      integratedAddressNumber ?? '',
      codeRequestStatus === undefined ? '' : say(context, `status.${codeRequestStatus}`),
      (problem?.errors ?? []).map(({ field, message }) => `${field}: ${message[language]}`).join(' ') ||
        (problem?.title ?? ''),
    ],
  );
  const titles = ['transfer.id', 'transfer.result', 'resident.number', 'resident.status', 'errors.text'] as const;
  const [id, result, number, status, what] = titles.map((title) => say(context, title));
  return tableLines(['#', id ?? '', 'HTTP', result ?? '', number ?? '', status ?? '', what ?? ''], rows, new Set([0]));
}
