-- What the programs may do. Notes are only added; a proposed update is decided once, and stays.
GRANT SELECT, INSERT ON failure_notes TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON error_views TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON proposed_updates TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT ON confirmation_changes TO fugo_worker;--> statement-breakpoint
GRANT SELECT ON confirmation_changes TO fugo_api;--> statement-breakpoint
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY array['failure_notes', 'error_views', 'proposed_updates', 'confirmation_changes'] LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY own_municipality_only_of_staff ON %I FOR SELECT TO fugo_staff
      USING (municipality = current_setting(''fugo.municipality'', true))', target);
  END LOOP;
END
$$;--> statement-breakpoint
-- errors:read, confirmations:read: ids, codes, and what colleagues wrote.
GRANT SELECT ON failure_notes, error_views, confirmation_changes TO fugo_clerk, fugo_supervisor, fugo_administrator;--> statement-breakpoint
-- residents:view.
GRANT SELECT ON proposed_updates TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
-- Who it was that wrote or looks after something, and who of the municipality could.
CREATE POLICY staff_names_open_to_staff ON staff FOR SELECT TO fugo_staff USING (true);--> statement-breakpoint
GRANT SELECT (staff_id, name, revoked_at) ON staff TO fugo_staff;--> statement-breakpoint
CREATE POLICY own_municipality_only_of_staff ON staff_roles FOR SELECT TO fugo_staff
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT SELECT ON staff_roles TO fugo_staff;
