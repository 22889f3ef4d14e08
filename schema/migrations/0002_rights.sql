-- What each program may do. Nothing may be deleted: closing is a state, and history stays (domain §6).
REVOKE ALL ON SCHEMA public FROM PUBLIC;--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO fugo_api, fugo_worker;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON
  persons, address_numbers, address_information, business_information, chunk_members, request_attempts, timeline,
  failures, corrections, confirmation_runs, inbox, outbox, loads, load_chunks, chunk_timeline
TO fugo_api, fugo_worker;--> statement-breakpoint
-- The API judges and numbers in the transaction that takes a transfer (design §3).
GRANT USAGE ON SEQUENCE integrated_address_number_sequence TO fugo_api, fugo_worker;--> statement-breakpoint
GRANT SELECT ON municipalities TO fugo_worker;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON municipalities, clients TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_state TO fugo_api;--> statement-breakpoint
-- The audit log is only ever added to.
GRANT SELECT, INSERT ON audit_log TO fugo_api, fugo_worker;--> statement-breakpoint
-- Remembered once and never changed: whoever could change it could let another ring in.
GRANT SELECT, INSERT ON key_checks TO fugo_api, fugo_worker;--> statement-breakpoint
GRANT SELECT, INSERT ON confirmation_changes TO fugo_worker;--> statement-breakpoint
GRANT SELECT ON confirmation_changes TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON participant_pace TO fugo_worker;--> statement-breakpoint
GRANT SELECT ON participant_pace TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_pauses TO fugo_worker;--> statement-breakpoint
-- Notes are only added; a proposed update is decided once, and stays.
GRANT SELECT, INSERT ON failure_notes TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON error_views TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON proposed_updates TO fugo_api;--> statement-breakpoint
-- Of staff, a person is never deleted, only what lets somebody in.
GRANT SELECT, INSERT, UPDATE ON staff TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON
  staff_sessions, staff_accounts, staff_verifications, staff_second_factors, staff_sign_in_failures,
  staff_sign_in_sources
TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON staff_roles TO fugo_api;--> statement-breakpoint
-- Load files and their lines are evidence of what came in.
GRANT SELECT, INSERT ON bad_lines TO fugo_worker;--> statement-breakpoint
GRANT SELECT ON bad_lines TO fugo_api;--> statement-breakpoint
-- PostgreSQL refuses COPY into a table with row-level security. So this one has none, and no program may name the
-- municipality of a row (the column's default is the transaction's) or read but through the view.
GRANT INSERT (load_id, line, person_id, personal_number, personal_number_index, number_system, address_number,
  transfer_id, content_hash, integrated_address_number, operated_at, name, name_kana, name_key, birth_date_text,
  birth_date, sex, address, address_key, contact, delivery, non_disclosure, data_type, confirmed_at, business_item1,
  business_item2, sender_staff_id) ON load_lines TO fugo_worker;--> statement-breakpoint
-- The results of a load are ids: the personal number is not among them, and whether there is one is.
CREATE VIEW lines_of_loads WITH (security_barrier) AS
  SELECT *, personal_number_index IS NOT NULL AS has_personal_number
  FROM load_lines WHERE municipality = current_setting('fugo.municipality', true);--> statement-breakpoint
GRANT SELECT ON lines_of_loads TO fugo_api, fugo_worker;--> statement-breakpoint
-- The owner, too, sees only the rows of the municipality that its transaction names.
DO $$
DECLARE
  target text;
BEGIN
  FOR target IN SELECT tablename FROM pg_policies WHERE policyname = 'own_municipality_only' LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
  END LOOP;
END
$$;--> statement-breakpoint
ALTER TABLE staff_roles FORCE ROW LEVEL SECURITY;
