-- What the monitor looks at besides: whether requests, transfers and notices stand still (times, states and codes, in the
-- municipality that its transaction names), whether the key ring is the database's, and when signing keys end.
GRANT SELECT (municipality, person_id, code, first_seen_at, resolved_at) ON failures TO fugo_monitor;--> statement-breakpoint
CREATE POLICY own_municipality_of_monitor ON failures FOR SELECT TO fugo_monitor
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT SELECT (municipality, state, received_at) ON inbox TO fugo_monitor;--> statement-breakpoint
CREATE POLICY own_municipality_of_monitor ON inbox FOR SELECT TO fugo_monitor
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT SELECT (municipality, number_system, created_at, delivered_at) ON outbox TO fugo_monitor;--> statement-breakpoint
CREATE POLICY own_municipality_of_monitor ON outbox FOR SELECT TO fugo_monitor
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT SELECT ON key_checks TO fugo_monitor;--> statement-breakpoint
CREATE POLICY key_checks_open_to_monitor ON key_checks FOR SELECT TO fugo_monitor USING (true);--> statement-breakpoint
GRANT SELECT (kind, id, expires_at) ON oauth_state TO fugo_monitor;--> statement-breakpoint
CREATE POLICY oauth_state_open_to_monitor ON oauth_state FOR SELECT TO fugo_monitor USING (true);
