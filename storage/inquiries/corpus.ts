/** What the search knows of all texts of a source: how many there are, and how often a lexeme stands in them. */
import { sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Corpus } from '../../domain/inquiries/search.ts';
import type { Database } from '../database/database.ts';
import type { Source } from './sources.ts';

/** Frequencies come from so many texts; of more texts a part says enough. */
const mostSampled = 3_000;
const keptMs = 5 * 60_000;
const corpora = new WeakMap<Database, LRUCache<string, Corpus, Source>>();

/** Read again after a while; until it is there the one before serves. */
export async function corpusOf(db: Database, source: Source): Promise<Corpus> {
  const cache =
    corpora.get(db) ??
    new LRUCache<string, Corpus, Source>({
      max: 2,
      ttl: keptMs,
      allowStale: true,
      noDeleteOnFetchRejection: true,
      fetchMethod: (_name, _before, { context }) => readCorpus(db, context),
    });
  corpora.set(db, cache);
  const known = await cache.fetch(source.name, { context: source });
  // Of few texts each new one counts: they are read again soon.
  if (known && known.texts < 100) cache.set(source.name, known, { ttl: 1_000 });
  return known ?? readCorpus(db, source);
}

async function readCorpus(db: Database, { name }: Source): Promise<Corpus> {
  const table = name === 'answers' ? sql`answers` : sql`inquiry_messages`;
  const [size] = await db.execute<{ texts: number }>(sql`select count(*)::int as texts from ${table}`);
  const texts = Math.max(1, size?.texts ?? 0);
  // Blocks of the table, as many as give a little more than the sample.
  const part = Math.min(100, (mostSampled / texts) * 120);
  const sample = part >= 100 ? sql`${table}` : sql`${table} tablesample system (${part}) repeatable (1)`;
  const rows = await db.execute<{ gram: string; count: number }>(sql`
    select gram, count(*)::int as count from (select grams from ${sample} limit ${mostSampled}) sampled, unnest(sampled.grams) as gram
    group by gram having count(*) > ${texts > mostSampled ? 1 : 0}`);
  const [lengths] = await db.execute<{ sampled: number; average: number | null }>(sql`
    select count(*)::int as sampled, avg(cardinality(grams))::float8 as average
    from (select grams from ${sample} limit ${mostSampled}) sampled where grams <> '{}'`);
  const sampled = Math.max(1, lengths?.sampled ?? 1);
  const counts = new Map(rows.map(({ gram, count }) => [gram, count]));
  return {
    texts,
    averageLexemes: lengths?.average ?? 1,
    frequency: (lexeme) => (counts.get(lexeme) ?? 0.5) / sampled,
  };
}
