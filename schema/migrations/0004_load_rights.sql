-- What each program may do with loads. Load files and their lines are evidence of what came in: nothing is deleted
-- but the lines of a load that is read anew.
GRANT SELECT, INSERT, UPDATE ON loads, load_chunks, chunk_timeline TO fugo_api, fugo_worker;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON participant_pace TO fugo_worker;--> statement-breakpoint
GRANT SELECT ON participant_pace TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT ON bad_lines TO fugo_worker;--> statement-breakpoint
GRANT SELECT ON bad_lines TO fugo_api;--> statement-breakpoint
ALTER TABLE loads FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE bad_lines FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE load_chunks FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE chunk_timeline FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE participant_pace FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- PostgreSQL refuses COPY into a table with row-level security. So this one has none, and no program may name the
-- municipality of a row (the column's default is the transaction's) or read but through the view.
GRANT INSERT (load_id, line, person_id, personal_number, personal_number_index, number_system, address_number,
  transfer_id, content_hash, integrated_address_number, operated_at, name, name_kana, name_key, birth_date_text,
  birth_date, sex, address, address_key, contact, delivery, non_disclosure, data_type, confirmed_at, business_item1,
  business_item2, sender_staff_id) ON load_lines TO fugo_worker;--> statement-breakpoint
CREATE VIEW lines_of_loads WITH (security_barrier) AS
  SELECT * FROM load_lines WHERE municipality = current_setting('fugo.municipality', true);--> statement-breakpoint
GRANT SELECT ON lines_of_loads TO fugo_api, fugo_worker;--> statement-breakpoint
-- Every person who is here had a workflow of its own before there were chunks, so the column was added as true.
ALTER TABLE persons ALTER COLUMN has_run SET DEFAULT false;--> statement-breakpoint
-- Room in each page for what the steps change: stage, serial, limits (persons), the status (table 33). The pages that
-- are there fill up as they are changed.
ALTER TABLE persons SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE address_information SET (fillfactor = 90);
