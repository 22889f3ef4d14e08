/**
 * Audits refusals that anybody can cause as often as they like. The first is written at once; further ones of the same
 * kind are counted, and the count is written when the period ends or the process stops. So the log says how many there
 * were and does not grow with them.
 */
import { writeAudit, type AuditEntry } from '../../storage/audit/log.ts';
import type { Database } from '../../storage/database/database.ts';
import type { Background } from '../http/background.ts';

type Refusal = Omit<AuditEntry, 'outcome'>;

export interface RefusalLog {
  /** Resolves when the entry is written, or counted. */
  record: (municipality: string | null, refusal: Refusal) => Promise<void>;
  /** Writes every count; called when the process stops. */
  flush: () => void;
}

const periodMinutes = 10;
const periodMs = periodMinutes * 60_000;
const maxPeriods = 1_000;
/** How many reasons one caller and action get an entry of their own: the caller may choose the words of a reason. */
const mostReasons = 10;

interface Counted {
  municipality: string | null;
  refusal: Refusal;
  count: number;
  until: number;
}

export function createRefusalLog(
  { db, background }: { db: Database; background: Background },
  now: () => number,
): RefusalLog {
  const periods = new Map<string, Counted>();

  const end = (key: string, { municipality, refusal, count }: Counted): void => {
    periods.delete(key);
    if (count === 0) return;
    const more = `and ${count} more within ${periodMinutes} minutes`;
    const reason = refusal.reason === null ? more : `${refusal.reason}, ${more}`;
    background.run('audit of many refusals', () =>
      writeAudit(db, municipality, { ...refusal, outcome: 'refused', reason }),
    );
  };
  const endOver = (): void => {
    for (const [key, period] of periods) if (period.until <= now()) end(key, period);
  };

  const hasAllReasons = (kind: string): boolean =>
    [...periods.keys()].filter((key) => key.startsWith(kind)).length >= mostReasons;

  return {
    async record(municipality, entry) {
      endOver();
      const { clientId, staffId, action, subject } = entry;
      const kind = JSON.stringify([municipality, clientId, staffId, action, subject]);
      const reasonKey = `${kind} ${entry.reason ?? ''}`;
      const othersKey = `${kind} others`;
      const isOther = !periods.has(reasonKey) && hasAllReasons(kind);
      const key = isOther ? othersKey : reasonKey;
      const refusal = isOther ? { ...entry, reason: null } : entry;
      const period = periods.get(key);
      if (period) {
        period.count += 1;
        return;
      }
      const [oldest] = periods;
      if (periods.size >= maxPeriods && oldest) end(...oldest);
      periods.set(key, { municipality, refusal, count: 0, until: now() + periodMs });
      setTimeout(endOver, periodMs).unref();
      await writeAudit(db, municipality, { ...refusal, outcome: 'refused' });
    },
    flush() {
      for (const [key, period] of periods) end(key, period);
    },
  };
}
