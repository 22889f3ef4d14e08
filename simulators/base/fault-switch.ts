import { Fault } from '../../contracts/participants/common.ts';
import type { Sql } from './database.ts';
import { createRandom } from './random.ts';

export const faultTables = `
  create table if not exists fault (
    only_row boolean primary key default true check (only_row),
    setting jsonb not null,
    ends_at timestamptz
  );
`;

/** The fault that a person or a test has set. It survives a restart and may end by itself. */
export type FaultSwitch = {
  current: () => Fault;
  set: (fault: Fault) => Promise<void>;
  is: (kind: Fault['kind']) => boolean;
  /** Whether the fault is of this kind and hits this request, line or delivery, by its share. */
  hits: (kind: Fault['kind']) => boolean;
  /** A random number for choosing between two kinds of damage. */
  draw: () => number;
  secondsLeft: () => number | null;
  onChange: (listener: () => void) => void;
  stop: () => void;
};

const noFault = Fault.parse({ kind: 'none' });
/** The longest delay that setTimeout takes; the end is checked again then. */
const longestTimer = 2_000_000_000;

export async function openFaultSwitch(sql: Sql): Promise<FaultSwitch> {
  let fault = noFault;
  let endsAt: number | null = null;
  let random = createRandom(fault.seed);
  let timer: NodeJS.Timeout | undefined;
  const listeners: (() => void)[] = [];

  function apply(next: Fault, end: number | null): void {
    clearTimeout(timer);
    fault = next;
    endsAt = end;
    random = createRandom(next.seed);
    if (end !== null) timer = setTimeout(look, Math.min(Math.max(end - Date.now(), 0), longestTimer));
    for (const listener of listeners) listener();
  }
  function look(): void {
    if (endsAt !== null) apply(endsAt <= Date.now() ? noFault : fault, endsAt <= Date.now() ? null : endsAt);
  }
  function current(): Fault {
    if (endsAt !== null && endsAt <= Date.now()) apply(noFault, null);
    return fault;
  }

  const [stored] = await sql<{ setting: unknown; ends: number | null }[]>`
    select setting, extract(epoch from ends_at)::float8 * 1000 as ends from fault`;
  if (stored && (stored.ends === null || stored.ends > Date.now())) apply(Fault.parse(stored.setting), stored.ends);

  return {
    current,
    is: (kind) => current().kind === kind,
    hits: (kind) => current().kind === kind && random() < fault.share,
    draw: () => random(),
    async set(next) {
      const end = next.forSeconds === undefined ? null : Date.now() + next.forSeconds * 1000;
      await sql`
        insert into fault (setting, ends_at) values (${sql.json(next)}, to_timestamp(${end === null ? null : end / 1000}::float8))
        on conflict (only_row) do update set setting = excluded.setting, ends_at = excluded.ends_at`;
      apply(next, end);
    },
    secondsLeft: () => (endsAt === null ? null : Math.max(1, Math.ceil((endsAt - Date.now()) / 1000))),
    onChange: (listener) => void listeners.push(listener),
    stop: () => clearTimeout(timer),
  };
}
