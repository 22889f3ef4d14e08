-- The API judges and numbers in the transaction that takes a transfer (design §3), and staff act in one of their own.
GRANT USAGE ON SEQUENCE integrated_address_number_sequence TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_pauses TO fugo_worker;--> statement-breakpoint
ALTER TABLE notice_pauses FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- hours:change. Who waits for the hours looks at the new calendar; of nobody else is the moment theirs to say.
GRANT UPDATE (due_at, nudges) ON persons, load_chunks TO fugo_administrator;--> statement-breakpoint
CREATE POLICY staff_wake ON persons FOR UPDATE TO fugo_administrator
  USING (municipality = current_setting('fugo.municipality', true) AND stage = 'WAITING_FOR_HOURS');--> statement-breakpoint
CREATE POLICY staff_wake ON load_chunks FOR UPDATE TO fugo_administrator
  USING (municipality = current_setting('fugo.municipality', true) AND stage = 'WAITING_FOR_HOURS');
