-- Said anew, the names take the place of the former ones; nothing is deleted.
ALTER TABLE load_columns FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON load_columns TO fugo_api;--> statement-breakpoint
-- loads:work.
CREATE POLICY own_municipality_only_of_staff ON load_columns FOR SELECT TO fugo_staff
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT SELECT, INSERT (municipality, names, client_id, staff_id, kept_at), UPDATE (names, client_id, staff_id, kept_at)
  ON load_columns TO fugo_supervisor, fugo_administrator;--> statement-breakpoint
CREATE POLICY staff_keep_columns ON load_columns FOR INSERT TO fugo_supervisor, fugo_administrator
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id) AND client_id = 'staff-web');--> statement-breakpoint
CREATE POLICY staff_change_columns ON load_columns FOR UPDATE TO fugo_supervisor, fugo_administrator
  USING (municipality = current_setting('fugo.municipality', true))
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id) AND client_id = 'staff-web');
--> statement-breakpoint
-- Until now every failure had a row of its own. Row-level security binds the owner too, who sees no municipality.
ALTER TABLE failures NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE failures SET failed_at = first_seen_at;--> statement-breakpoint
ALTER TABLE failures FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE failure_tries FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON failure_tries TO fugo_api, fugo_worker;--> statement-breakpoint
-- errors:read: ids, codes, and what colleagues did.
CREATE POLICY own_municipality_only_of_staff ON failure_tries FOR SELECT TO fugo_staff
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT SELECT ON failure_tries TO fugo_clerk, fugo_supervisor, fugo_administrator;--> statement-breakpoint
-- errors:work.
GRANT UPDATE (due_on) ON failures TO fugo_supervisor;
--> statement-breakpoint
-- News are written by whoever does what they tell of, gathered by the worker and mailed by the monitor, which learns of a
-- person nothing but the address. People read their own by the API.
GRANT SELECT, INSERT, UPDATE ON news, news_choices TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON news, news_mails TO fugo_worker;--> statement-breakpoint
GRANT SELECT ON news_choices TO fugo_worker;--> statement-breakpoint
GRANT SELECT ON news, news_choices TO fugo_monitor;--> statement-breakpoint
GRANT SELECT, UPDATE ON news_mails TO fugo_monitor;--> statement-breakpoint
-- Who works in the transaction's organisation with one of these roles.
CREATE POLICY own_organisation_of_owner ON staff_roles FOR SELECT TO CURRENT_USER
  USING (organisation = current_setting('fugo.organisation', true));--> statement-breakpoint
CREATE FUNCTION staff_working(of_organisation text, with_roles text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.staff_id FROM public.staff s
  WHERE s.revoked_at IS NULL AND EXISTS (SELECT FROM public.staff_roles r
    WHERE r.organisation = of_organisation AND r.staff_id = s.staff_id AND r.role = ANY (with_roles))
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION staff_working(text, text[]) FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION staff_working(text, text[]) TO fugo_api, fugo_worker;--> statement-breakpoint
-- Where a mail to a person goes; no row for who has no address, or no longer works here.
CREATE FUNCTION news_recipient(of_staff text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.email FROM public.staff s
  WHERE s.staff_id = of_staff AND s.revoked_at IS NULL AND s.email LIKE '%_@_%'
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION news_recipient(text) FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION news_recipient(text) TO fugo_monitor;--> statement-breakpoint
-- Which updates wait for a second person; the worker reads nothing else of them.
CREATE POLICY own_municipality_of_owner ON proposed_updates FOR SELECT TO CURRENT_USER
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE FUNCTION approvals_waiting(of_municipality text) RETURNS TABLE (update_id uuid, proposed_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.update_id, u.proposed_by FROM public.proposed_updates u
  WHERE u.municipality = of_municipality AND u.decision IS NULL
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION approvals_waiting(text) FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION approvals_waiting(text) TO fugo_worker;--> statement-breakpoint
-- audit:read. A kept search is a bookmark, everybody's own.
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_searches TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT (organisation, search_id, staff_id, name, filter), DELETE ON audit_searches
  TO fugo_auditor, fugo_operations_auditor;--> statement-breakpoint
CREATE POLICY staff_keep_searches ON audit_searches FOR ALL TO fugo_auditor, fugo_operations_auditor
  USING (organisation = current_setting('fugo.organisation', true) AND own_name(staff_id))
  WITH CHECK (organisation = current_setting('fugo.organisation', true) AND own_name(staff_id));
--> statement-breakpoint
ALTER TABLE proposals FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- A decision moves a request or turns the setting off, so the program writes it; no role of staff does.
GRANT SELECT, INSERT, UPDATE ON proposals TO fugo_api;
--> statement-breakpoint
-- For the reason given in 0004: the new tables say that one municipality has it all.
DO $$
BEGIN
  IF to_regproc('pg_catalog.pg_restore_attribute_stats') IS NOT NULL THEN
    PERFORM pg_restore_attribute_stats('schemaname', 'public', 'relname', c.relname::text, 'attname', 'municipality',
      'inherited', false, 'null_frac', 0::real, 'avg_width', 7, 'n_distinct', 1::real)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'municipality'
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_stats s
        WHERE s.schemaname = 'public' AND s.tablename = c.relname AND s.attname = 'municipality');
  END IF;
END
$$;
