import postgres from 'postgres';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { whenFileEnds } from '../../support/ending.ts';
import { createBackbone } from '../../../simulators/backbone/backbone.ts';
import { faultTables } from '../../../simulators/base/fault-switch.ts';
import { ledgerTables } from '../../../simulators/base/ledger.ts';
import { communicationServer } from '../../../simulators/communication-server.ts';
import { informationProvidingNws } from '../../../simulators/information-providing-nws/information-providing-nws.ts';
import { intermediateServer } from '../../../simulators/intermediate-server/intermediate-server.ts';
import { jukiGateway } from '../../../simulators/juki-gateway.ts';
import { jukiNationalServer } from '../../../simulators/juki-national-server.ts';
import { prefecturalServer } from '../../../simulators/prefectural-server.ts';
import { openDescriber, type Describer } from '../../support/typed-sql/columns.ts';
import { compareRow } from '../../support/typed-sql/rows.ts';
import { readStatements, type Statement } from '../../support/typed-sql/statements.ts';
import { openStore } from '../support.ts';

/** What the code or the schema knows and no statement says, with who says so. Each must be needed. */
const knownFacts: Record<string, string> = {
  'storage/confirmations/confirming.ts: `integrated_address_number` may be null': 'requested_means_numbered',
  'storage/confirmations/runs.ts: `stage` may be null': 'who was asked about has been judged',
  'storage/errors/retried-chunks.ts: `step` may be null': 'who was parked was parked at a step',
  'storage/errors/retried-chunks.ts: multiple assignments to same column "in_chunk"':
    'a retry that makes a chunk leads to a stage that asks for a driver',
  'storage/loads/checked-lines.ts: this part of a statement cannot be followed: columns':
    'those of a line, in their order; the tests of loads run it',
  'storage/news/look-after.ts: `assignee_id` may be null': 'it is asked for where somebody looks after it',
  'storage/notices/outbox.ts: `integrated_address_number` may be null': 'a notice tells of a number',
  'storage/requests/steps.ts: `failure_code` may be null': 'parked_has_a_code',
  'storage/requests/steps.ts: `integrated_address_number` may be null': 'requested_means_numbered',
  'storage/requests/steps.ts: `personal_number` may be null': 'requested_means_numbered, number_and_index',
  'storage/updates/proposal-views.ts: `number` may be null': 'an update is proposed for a resident, who has a number',
};

const knownFactsOfSimulators: Record<string, string> = {
  'simulators/backbone/registry.ts: column "resident_since" is of type date':
    'each backbone has the columns of its own table',
  'simulators/backbone/registry.ts: relation "': 'the same',
  'simulators/intermediate-server/request-files.ts: `first_line` may be null': 'a line was taken with its batch',
  'simulators/intermediate-server/request-files.ts: `sealed_numbers` may be null': 'serials are asked for by numbers',
};

const store = await openStore(1_791, { max: 1 });
/** The compiler has a core to itself for five seconds, and on a busy machine waits for one. */
const timeout = 300_000;

test(
  'every statement of the product is one that PostgreSQL would run, and answers the rows that its caller says',
  { timeout },
  async () => {
    const describers = [await openDescriber(store.db.$client, store.see)];
    const program = programOf(filesOf('storage', 'api', 'workers'));
    expect(await findWrong(program, describers, knownFacts)).toEqual([]);
  },
);

test('every statement of the simulators is, too', { timeout }, async () => {
  const tables = {
    backbone: createBackbone('juki-system').tables,
    another_backbone: createBackbone('tax-system').tables,
    nhi: createBackbone('nhi-system').tables,
    welfare: createBackbone('welfare-system').tables,
    intermediate_server: intermediateServer.tables,
    information_providing_nws: informationProvidingNws.tables,
    communication_server: communicationServer.tables,
    prefectural_server: prefecturalServer.tables,
    juki_national_server: jukiNationalServer.tables,
    juki_gateway: jukiGateway.tables,
  };
  const describers = await Promise.all(Object.entries(tables).map(([name, texts]) => openSimulator(name, texts)));
  expect(await findWrong(programOf(filesOf('simulators')), describers, knownFactsOfSimulators)).toEqual([]);
});

test('what is wrong with a statement is told, with its place', { timeout }, async () => {
  const describers = [await openDescriber(store.db.$client, store.see)];
  const wrong = await findWrong(
    programOf(['storage/wrong.ts'], { 'storage/wrong.ts': wrongStatements }),
    describers,
    {},
  );
  expect(wrong).toEqual([
    'storage/wrong.ts:13: this part of a statement cannot be followed: order (storage/wrong.ts:13)',
    'storage/wrong.ts:5: column "attempts" does not exist, in: select attempts from persons',
    'storage/wrong.ts:6: the row has `members`, and the statement answers count',
    'storage/wrong.ts:6: the statement answers `count`, which the row does not have',
    'storage/wrong.ts:7: `members` is number in the row, and bigint in the statement, which arrives as string',
    'storage/wrong.ts:8: `created_at` is Date in the row, and timestamp with time zone in the statement, which arrives as string',
    'storage/wrong.ts:9: `stage` may be null, and is string in the row',
    'storage/wrong.ts:10: `name` may be null, and is string in the row',
    'storage/wrong.ts:11: the statement answers `stage`, which the row does not have',
    'storage/wrong.ts:12: column "stages" does not exist, in: select attempt from persons where stages is null',
  ]);
});

const wrongStatements = `import { sql, type SQL } from 'drizzle-orm';
import type { Transaction } from './database/database.ts';
export const read = async (tx: Transaction, all: boolean, order: string) => {
  const told = (is: boolean): SQL => (is ? sql\`true\` : sql\`stages is null\`);
  await tx.execute<{ attempts: number }>(sql\`select attempts from persons\`);
  await tx.execute<{ members: number }>(sql\`select count(*)::int from persons\`);
  await tx.execute<{ members: number }>(sql\`select count(*) as members from persons\`);
  await tx.execute<{ created_at: Date }>(sql\`select created_at from persons\`);
  await tx.execute<{ stage: string }>(sql\`select stage from persons\`);
  await tx.execute<{ name: string }>(sql\`select s.name from staff_roles r left join staff s on s.staff_id = r.staff_id\`);
  await tx.execute<{ attempt: number }>(sql\`select attempt, stage from persons\`);
  await tx.execute<{ attempt: number }>(sql\`select attempt from persons where \${told(all)}\`);
  await tx.execute(sql\`select from persons order by \${sql.raw(order)}\`);
};
`;

/** A simulator has a database of its own; here a schema of its own. */
async function openSimulator(name: string, tables: string): Promise<Describer> {
  const sql = postgres(store.database.superuserUrl, {
    max: 1,
    onnotice: () => undefined,
    connection: { search_path: name },
  });
  whenFileEnds(() => sql.end());
  await sql`create schema ${sql(name)}`;
  for (const text of [ledgerTables, faultTables, tables]) await sql.unsafe(text);
  return openDescriber(sql, sql);
}

/** A statement need be one of one database alone. `facts` are what needs no telling. */
async function findWrong(
  program: ts.Program,
  describers: readonly Describer[],
  facts: Record<string, string>,
): Promise<string[]> {
  const sources = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  const { statements, unread } = readStatements(program, sources);
  const wrong = new Set<string>();
  const idle = new Set(Object.keys(facts));
  for (const each of unread) {
    const fact = Object.keys(facts).find((known) => each.replace(/:\d+/u, '').startsWith(known));
    if (fact === undefined) wrong.add(each);
    else idle.delete(fact);
  }
  for (const statement of statements) {
    for (const text of statement.texts) {
      for (const says of await wrongWith(program.getTypeChecker(), statement, text, describers)) {
        const fact = Object.keys(facts).find((each) => `${statement.file}: ${says}`.startsWith(each));
        if (fact === undefined) wrong.add(`${statement.file}:${String(statement.line)}: ${says}`);
        else idle.delete(fact);
      }
    }
  }
  return [...wrong, ...[...idle].map((fact) => `nobody needs to be told any more: ${fact}`)];
}

/** In PostgreSQL's words, with the line of the statement that it points at. */
function refusalOf(err: unknown, text: string): string {
  if (!(err instanceof postgres.PostgresError)) return String(err);
  const before = text.slice(0, (Number(err.position) || 1) - 1);
  const line = text.split('\n')[before.split('\n').length - 1] ?? text;
  return `${err.message}, in: ${line.trim()}`;
}

async function wrongWith(
  checker: ts.TypeChecker,
  { row }: Statement,
  text: string,
  describers: readonly Describer[],
): Promise<string[]> {
  let refusal: unknown;
  for (const { describe } of describers) {
    try {
      const columns = await describe(text);
      return row ? compareRow(checker, row, columns) : [];
    } catch (err) {
      refusal ??= err;
    }
  }
  return [refusalOf(refusal, text)];
}

const filesOf = (...folders: string[]): string[] => folders.flatMap((folder) => ts.sys.readDirectory(folder, ['.ts']));

/** `made`: files that are not on the disk, by their paths. */
function programOf(files: readonly string[], made: Record<string, string> = {}): ts.Program {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files }, ts.sys, '.');
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (path, version) =>
    made[path] === undefined ? readSource(path, version) : ts.createSourceFile(path, made[path], version);
  return ts.createProgram(files, options, host);
}
