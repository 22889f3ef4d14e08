-- What the programs and the people who operate the Juki net may do. Nothing here is a resident's. It follows
-- domain/rights.ts; a test holds the two together.
-- The nation is always there; prefectures come with their first municipality.
INSERT INTO organisations (organisation, tier, parent, name, name_en)
  VALUES ('nation', 'nation', NULL, '指定情報処理機関', 'National body');--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO fugo_monitor, fugo_operations;--> statement-breakpoint
GRANT SELECT ON organisations, servers, calendars, calendar_changes, hour_exceptions, hour_exception_agreements,
  operating_days, day_steps, daily_statistics, check_targets, check_states, check_changes, incidents, incident_notes,
  incident_requests, silences, recipients, notifications, alarms, backups
TO fugo_api, fugo_worker, fugo_monitor;--> statement-breakpoint
GRANT INSERT, UPDATE ON organisations, servers, calendars, calendar_changes, hour_exceptions, hour_exception_agreements,
  check_targets, silences, alarms, backups TO fugo_api;--> statement-breakpoint
GRANT INSERT, UPDATE, DELETE ON recipients TO fugo_api;--> statement-breakpoint
GRANT UPDATE ON operating_days, incidents TO fugo_api;--> statement-breakpoint
GRANT INSERT ON incident_notes TO fugo_api;--> statement-breakpoint
GRANT UPDATE ON servers TO fugo_worker;--> statement-breakpoint
GRANT INSERT, UPDATE ON operating_days, day_steps, daily_statistics, backups, incidents TO fugo_worker;--> statement-breakpoint
GRANT INSERT ON incident_requests, notifications TO fugo_worker;--> statement-breakpoint
GRANT INSERT, UPDATE ON check_targets, check_states, incidents, notifications, alarms, backups TO fugo_monitor;--> statement-breakpoint
GRANT INSERT ON check_changes, incident_requests TO fugo_monitor;--> statement-breakpoint
-- The prober asks which requests stand still: by ids and codes, in the municipality that its transaction names.
GRANT SELECT (municipality, person_id, stage, due_at, nudges, updated_at) ON persons TO fugo_monitor;--> statement-breakpoint
CREATE POLICY own_municipality_of_monitor ON persons FOR SELECT TO fugo_monitor
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT SELECT (municipality, name, name_en) ON municipalities TO fugo_monitor;--> statement-breakpoint
CREATE POLICY municipalities_open_to_monitor ON municipalities FOR SELECT TO fugo_monitor USING (true);--> statement-breakpoint
-- servers:read, hours:read, incidents:read, statistics:read, backups:read. Where people read only a part of it, the API
-- asks for the right; no row says anything of a resident.
GRANT SELECT ON organisations, servers, calendars, calendar_changes, hour_exceptions, hour_exception_agreements,
  operating_days, day_steps, check_targets, check_states, check_changes, incidents, incident_notes, silences, alarms
TO fugo_operations;--> statement-breakpoint
GRANT SELECT ON daily_statistics, backups TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
GRANT SELECT ON incident_requests TO fugo_staff;--> statement-breakpoint
-- Who it was that wrote or decided something.
CREATE POLICY staff_names_open_to_operations ON staff FOR SELECT TO fugo_operations USING (true);--> statement-breakpoint
GRANT SELECT (staff_id, name, revoked_at) ON staff TO fugo_operations;--> statement-breakpoint
CREATE POLICY own_organisation_of_operations ON staff_roles FOR SELECT TO fugo_operations
  USING (organisation = current_setting('fugo.organisation', true));--> statement-breakpoint
GRANT SELECT ON staff_roles TO fugo_operations;--> statement-breakpoint
-- audit:read of an organisation that is no municipality.
GRANT SELECT ON audit_log TO fugo_operations_auditor;--> statement-breakpoint
CREATE POLICY own_organisation_of_auditor ON audit_log FOR SELECT TO fugo_operations_auditor
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
-- hours:change, hours:approve: the own part of the calendar, in the own name.
GRANT INSERT (organisation, based_on, setting, reason, proposed_by, decision, decided_by, decided_at),
  UPDATE (decision, decided_by, decided_at, decision_reason) ON calendar_changes
  TO fugo_operations_manager, fugo_administrator;--> statement-breakpoint
CREATE POLICY staff_propose ON calendar_changes FOR INSERT TO fugo_operations_manager, fugo_administrator
  WITH CHECK (organisation = acting_organisation() AND own_name(proposed_by));--> statement-breakpoint
CREATE POLICY staff_decide ON calendar_changes FOR UPDATE TO fugo_operations_manager, fugo_administrator
  USING (organisation = acting_organisation() AND decision IS NULL)
  WITH CHECK (organisation = acting_organisation() AND own_name(decided_by));--> statement-breakpoint
GRANT INSERT (organisation, setting, version, updated_at), UPDATE (setting, version, updated_at) ON calendars
  TO fugo_operations_manager, fugo_administrator;--> statement-breakpoint
CREATE POLICY staff_set ON calendars FOR INSERT TO fugo_operations_manager, fugo_administrator
  WITH CHECK (organisation = acting_organisation());--> statement-breakpoint
CREATE POLICY staff_change ON calendars FOR UPDATE TO fugo_operations_manager, fugo_administrator
  USING (organisation = acting_organisation());--> statement-breakpoint
-- What the nation changes, somebody proposes and another person approves, whoever writes.
CREATE FUNCTION require_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.decision IS NOT NULL THEN
    RAISE EXCEPTION 'a change of the calendar is decided once';
  END IF;
  IF NEW.decision = 'approved' AND NEW.organisation = 'nation' AND NEW.decided_by = NEW.proposed_by THEN
    RAISE EXCEPTION 'nobody approves the own change of the national calendar' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER second_person_decides BEFORE INSERT OR UPDATE ON calendar_changes
  FOR EACH ROW EXECUTE FUNCTION require_second_person();--> statement-breakpoint
-- exceptions:ask, exceptions:agree.
GRANT INSERT (exception_id, organisation, kind, from_at, to_at, reason, agreeing, asked_by),
  UPDATE (withdrawn_by, withdrawn_at) ON hour_exceptions
  TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
CREATE POLICY staff_ask ON hour_exceptions FOR INSERT TO fugo_operations_administrator, fugo_operations_manager
  WITH CHECK (organisation = acting_organisation() AND own_name(asked_by) AND NOT organisation = any(agreeing));--> statement-breakpoint
CREATE POLICY staff_withdraw ON hour_exceptions FOR UPDATE TO fugo_operations_administrator, fugo_operations_manager
  USING (organisation = acting_organisation() AND withdrawn_at IS NULL)
  WITH CHECK (own_name(withdrawn_by));--> statement-breakpoint
GRANT INSERT (exception_id, organisation, decision, reason, decided_by) ON hour_exception_agreements
  TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
CREATE POLICY staff_answer ON hour_exception_agreements FOR INSERT
  TO fugo_operations_administrator, fugo_operations_manager
  WITH CHECK (organisation = acting_organisation() AND own_name(decided_by)
    AND EXISTS (SELECT FROM hour_exceptions e WHERE e.exception_id = hour_exception_agreements.exception_id
      AND acting_organisation() = any(e.agreeing) AND e.withdrawn_at IS NULL));--> statement-breakpoint
-- servers:operate: what is to become of a day that stands still.
GRANT UPDATE (staff_order, ordered_by, ordered_at, order_reason, updated_at) ON operating_days
  TO fugo_operations_administrator;--> statement-breakpoint
CREATE POLICY staff_order ON operating_days FOR UPDATE TO fugo_operations_administrator
  USING (works_for_organisation(organisation)) WITH CHECK (own_name(ordered_by));--> statement-breakpoint
-- incidents:work.
GRANT UPDATE (acknowledged_by, acknowledged_at) ON incidents
  TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
CREATE POLICY staff_acknowledge ON incidents FOR UPDATE TO fugo_operations_administrator, fugo_operations_manager
  USING (works_for_organisation(organisation)) WITH CHECK (own_name(acknowledged_by));--> statement-breakpoint
GRANT INSERT (incident, organisation, staff_id, text) ON incident_notes
  TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
CREATE POLICY staff_note ON incident_notes FOR INSERT TO fugo_operations_administrator, fugo_operations_manager
  WITH CHECK (works_for_organisation(organisation) AND own_name(staff_id));--> statement-breakpoint
GRANT INSERT (silence_id, organisation, target, from_at, to_at, message, set_by), UPDATE (withdrawn_by, withdrawn_at) ON silences
  TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
CREATE POLICY staff_silence ON silences FOR INSERT TO fugo_operations_administrator, fugo_operations_manager
  WITH CHECK (works_for_organisation(organisation) AND own_name(set_by));--> statement-breakpoint
CREATE POLICY staff_withdraw_silence ON silences FOR UPDATE TO fugo_operations_administrator, fugo_operations_manager
  USING (works_for_organisation(organisation)) WITH CHECK (own_name(withdrawn_by));--> statement-breakpoint
-- backups:run.
GRANT INSERT (asked_by) ON backups TO fugo_operations_administrator;--> statement-breakpoint
CREATE POLICY staff_ask_for_backup ON backups FOR INSERT TO fugo_operations_administrator
  WITH CHECK (own_name(asked_by) AND state = 'asked' AND day IS NULL);
