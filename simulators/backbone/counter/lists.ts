import { findResident, listNotices, listResidents, listTransfers } from '../reading.ts';
import { show, showNothing, staffWebOf, type Counter, type ForClerk } from './parts.ts';
import { renderEntriesPage, renderNoticesPage, renderResidentPage, renderResidentsPage } from './list-pages.ts';

/** The pages that only show: residents of the own table, what was sent and answered, notices. */
export function addLists(counter: Counter, forClerk: ForClerk): void {
  const { base, backbone, findStanding } = counter;
  const { sql } = base.database;
  const { app } = base;

  app.get(
    '/counter/residents',
    forClerk(async (c, place) => {
      const search = (c.req.query('q') ?? '').trim();
      const residents = await listResidents(sql, backbone, place.visit.municipality, search);
      return show(c, renderResidentsPage(place, { search, residents }));
    }),
  );
  app.get(
    '/counter/residents/:addressNumber',
    forClerk(async (c, place) => {
      const { municipality } = place.visit;
      const addressNumber = c.req.param('addressNumber') ?? '';
      const resident = await findResident(sql, backbone, municipality, addressNumber);
      if (!resident) return showNothing(c, place);
      const [entries, notices, standing] = await Promise.all([
        listTransfers(sql, backbone, municipality, { addressNumber }),
        listNotices(sql, backbone, municipality, { addressNumber }),
        findStanding(municipality, addressNumber),
      ]);
      const staffWeb = staffWebOf(counter, municipality, resident.integrated_number);
      return show(c, renderResidentPage(place, { resident, entries, notices, staffWeb, standing }));
    }),
  );
  app.get(
    '/counter/entries',
    forClerk(async (c, place) =>
      show(c, renderEntriesPage(place, await listTransfers(sql, backbone, place.visit.municipality))),
    ),
  );
  app.get(
    '/counter/notices',
    forClerk(async (c, place) =>
      show(c, renderNoticesPage(place, await listNotices(sql, backbone, place.visit.municipality))),
    ),
  );
}
