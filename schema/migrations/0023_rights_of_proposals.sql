ALTER TABLE proposals FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- A decision moves a request or turns the setting off, so the program writes it; no role of staff does.
GRANT SELECT, INSERT, UPDATE ON proposals TO fugo_api;
