-- What each program may do. Nothing may be deleted: closing is a state, and history stays (domain §6).
REVOKE ALL ON SCHEMA public FROM PUBLIC;--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO fugo_api, fugo_worker;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON
  persons, address_numbers, address_information, business_information, chunk_members, request_attempts, timeline,
  failures, corrections, confirmation_runs, inbox, outbox
TO fugo_api, fugo_worker;--> statement-breakpoint
GRANT USAGE ON SEQUENCE integrated_address_number_sequence TO fugo_worker;--> statement-breakpoint
GRANT SELECT ON municipalities TO fugo_worker;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON municipalities, clients TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_state TO fugo_api;--> statement-breakpoint
-- The audit log is only ever added to.
GRANT SELECT, INSERT ON audit_log TO fugo_api, fugo_worker;--> statement-breakpoint
ALTER TABLE persons FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE address_numbers FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE address_information FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE business_information FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE chunk_members FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE request_attempts FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE timeline FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE failures FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE corrections FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE confirmation_runs FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE inbox FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
