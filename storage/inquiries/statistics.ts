/** How many asked, how soon they were answered, and whether it helped: by kind, tier and time. */
import { sql, type SQL } from 'drizzle-orm';
import { inquiryKinds, type InquiryKind } from '../../domain/inquiries/names.ts';
import { nation, tiers, type Tier } from '../../domain/organisations.ts';
import { asProgram, inOrganisation, type Database } from '../database/database.ts';

export interface Figures {
  asked: number;
  answered: number;
  /** Open minutes. */
  medianMinutes: number | null;
  late: number;
}

export interface InquiryStatistics {
  all: Figures;
  kinds: (Figures & { kind: InquiryKind })[];
  tiers: (Figures & { tier: Tier })[];
  days: { day: string; asked: number; answered: number; late: number }[];
  hours: { hour: number; asked: number }[];
  satisfaction: { satisfaction: number; inquiries: number }[];
}

interface Row extends Figures, Record<string, unknown> {
  kind: InquiryKind | null;
  tier: Tier | null;
}

const nobody: Figures = { asked: 0, answered: 0, medianMinutes: null, late: 0 };

/** Of inquiries that came in on these days, both included, Japan's. Merged ones are counted with the one they are part of. */
export function readInquiryStatistics(
  db: Database,
  { acting, organisation }: { acting: string; organisation: string },
  { from, to, of }: { from: string; to: string; of?: string | undefined },
): Promise<InquiryStatistics> {
  const only = organisation === nation ? of : organisation;
  const mine: SQL = sql`i.merged_into is null and ${only === undefined ? sql`true` : sql`i.organisation = ${only}`}
    and i.asked_at >= (${from}::date)::timestamp at time zone 'Asia/Tokyo'
    and i.asked_at < (${to}::date + 1)::timestamp at time zone 'Asia/Tokyo'`;
  const figures = sql`count(*)::int as asked, count(i.first_answered_at)::int as answered,
    (percentile_cont(0.5) within group (order by i.answer_minutes))::float8 as "medianMinutes",
    (count(*) filter (where i.late))::int as late`;
  return inOrganisation(db, acting, async (tx) => {
    // Figures, of nobody's text: as the program, which asks nothing of each row.
    await asProgram(tx);
    const grouped = await tx.execute<Row>(sql`
      select i.kind, o.tier, ${figures} from inquiries i join organisations o on o.organisation = i.organisation
      where ${mine} group by grouping sets ((i.kind), (o.tier), ())`);
    const days = await tx.execute<InquiryStatistics['days'][number] & Record<string, unknown>>(sql`
      select (i.asked_at at time zone 'Asia/Tokyo')::date::text as day, count(*)::int as asked,
        count(i.first_answered_at)::int as answered, (count(*) filter (where i.late))::int as late
      from inquiries i where ${mine} group by 1 order by 1`);
    const hours = await tx.execute<InquiryStatistics['hours'][number] & Record<string, unknown>>(sql`
      select extract(hour from i.asked_at at time zone 'Asia/Tokyo')::int as hour, count(*)::int as asked
      from inquiries i where ${mine} group by 1`);
    const satisfaction = await tx.execute<InquiryStatistics['satisfaction'][number] & Record<string, unknown>>(sql`
      select i.satisfaction, count(*)::int as inquiries from inquiries i
      where ${mine} and i.satisfaction is not null group by 1`);
    const figuresOf = (row: Row | undefined): Figures => {
      const { asked, answered, medianMinutes, late } = row ?? nobody;
      return { asked, answered, medianMinutes, late };
    };
    const askedAt = new Map(hours.map((row) => [row.hour, row.asked]));
    const rated = new Map(satisfaction.map((row) => [row.satisfaction, row.inquiries]));
    return {
      all: figuresOf(grouped.find(({ kind, tier }) => kind === null && tier === null)),
      kinds: inquiryKinds.map((kind) => ({ kind, ...figuresOf(grouped.find((row) => row.kind === kind)) })),
      tiers: tiers
        .filter((tier) => tier !== 'nation')
        .map((tier) => ({ tier, ...figuresOf(grouped.find((row) => row.tier === tier)) })),
      days: [...days],
      hours: Array.from({ length: 24 }, (_, hour) => ({ hour, asked: askedAt.get(hour) ?? 0 })),
      satisfaction: [1, 2, 3, 4, 5].map((each) => ({ satisfaction: each, inquiries: rated.get(each) ?? 0 })),
    };
  });
}
