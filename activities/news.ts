/** News of staff: the database says what is over and what is due. */
import type { NewsActivities } from '../contracts/news.ts';
import { tokyoDateOf, tokyoTimeOf } from '../domain/calendar/civil-date.ts';
import { findClosure } from '../domain/calendar/holidays.ts';
import type { Database } from '../storage/database/database.ts';
import { endNews, forgetNews, listToldOrganisations, tellOverdue, tellSummaries } from '../storage/news/look-after.ts';
import { gatherMails } from '../storage/news/mails.ts';
import { listMunicipalities } from '../storage/settings/municipalities.ts';

export interface NewsDependencies {
  db: Database;
  clock: () => Date;
}

export function createNewsActivities({ db, clock }: NewsDependencies): NewsActivities {
  return {
    async lookAfterNews() {
      const now = clock().getTime();
      const today = tokyoDateOf(now);
      const time = tokyoTimeOf(now).slice(11, 16);
      const outcome = { over: 0, overdue: 0, summaries: 0 };
      for (const organisation of await listToldOrganisations(db)) {
        outcome.over += await endNews(db, organisation, today);
      }
      for (const { municipality, hours } of await listMunicipalities(db)) {
        outcome.overdue += await tellOverdue(db, municipality, today);
        // On a day off nobody waits for a summary.
        if (findClosure(today, hours.overrides) !== null) continue;
        outcome.summaries += await tellSummaries(db, municipality, { today, clock: time });
      }
      await forgetNews(db);
      return { ...outcome, mails: await gatherMails(db, now) };
    },
  };
}
