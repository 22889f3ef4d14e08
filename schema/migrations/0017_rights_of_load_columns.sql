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
