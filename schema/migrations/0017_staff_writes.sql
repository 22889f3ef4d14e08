-- What a member of staff changes through the API is changed as the role of 0010 too, in the transaction's own name: the
-- setting fugo.staff_id says whose (storage/database.ts). Follows domain/rights.ts; a test holds the two together. What
-- staff start by a workflow is written by the worker, and sign-in and staff themselves by the program.
CREATE FUNCTION own_municipality(municipality text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT municipality = current_setting('fugo.municipality', true)
$$;--> statement-breakpoint
CREATE FUNCTION own_name(staff_id text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT staff_id = current_setting('fugo.staff_id', true)
$$;--> statement-breakpoint
-- residents:update. The counters of history SEQs, and a row of table 33 with its notices and its entry of the timeline.
GRANT UPDATE (last_history_seq, current_history_seq) ON persons TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
CREATE POLICY staff_count_history ON persons FOR UPDATE TO fugo_clerk, fugo_supervisor
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT INSERT (municipality, person_id, history_seq, number_system, address_number, integrated_address_number, name,
  name_kana, name_key, birth_date_text, birth_date, sex, address, address_key, contact, delivery, non_disclosure,
  code_request_status, operated_at, registered_at, staff_id) ON address_information TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
CREATE POLICY staff_enter_updates ON address_information FOR INSERT TO fugo_clerk, fugo_supervisor
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id));--> statement-breakpoint
-- residents:approve. An approved row stands in the name of who proposed it.
CREATE POLICY staff_enter_approved ON address_information FOR INSERT TO fugo_supervisor
  WITH CHECK (own_municipality(municipality) AND EXISTS (
    SELECT FROM proposed_updates u WHERE u.municipality = address_information.municipality
      AND u.person_id = address_information.person_id AND u.decision IS NULL
      AND u.proposed_by = address_information.staff_id AND NOT own_name(u.proposed_by)));--> statement-breakpoint
-- Who enters it need not see the personal number, which the row has as every other. Of the rows of transfers and loads,
-- which bring their own, none comes here. The owner of the tables, as whom this runs, sees what the transaction sees.
CREATE POLICY own_municipality_of_owner ON persons FOR SELECT TO CURRENT_USER
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE FUNCTION copy_personal_number() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  SELECT p.personal_number INTO NEW.personal_number FROM public.persons p
    WHERE p.municipality = NEW.municipality AND p.person_id = NEW.person_id;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER entered_row_has_personal_number BEFORE INSERT ON address_information FOR EACH ROW
  WHEN (NEW.inbox_id IS NULL AND NEW.load_line IS NULL) EXECUTE FUNCTION copy_personal_number();--> statement-breakpoint
GRANT INSERT (municipality, person_id, number_system, address_number, kind, history_seq) ON outbox
  TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
CREATE POLICY staff_tell_backbones ON outbox FOR INSERT TO fugo_clerk, fugo_supervisor
  WITH CHECK (own_municipality(municipality) AND kind = 'updated');--> statement-breakpoint
GRANT INSERT (municipality, person_id, event, stage, attempt, detail) ON timeline TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
CREATE POLICY staff_note_updates ON timeline FOR INSERT TO fugo_clerk, fugo_supervisor
  WITH CHECK (own_municipality(municipality) AND event = 'updated'
    AND own_name(coalesce(detail->>'approvedBy', detail->>'staffId')));--> statement-breakpoint
-- Four eyes: whoever may update proposes and takes the own proposal back; residents:approve decides.
GRANT INSERT (municipality, person_id, current_history_seq, information, reason, proposed_by),
  UPDATE (decision, decided_by, decided_at, decision_reason, history_seq) ON proposed_updates
  TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
CREATE POLICY staff_propose ON proposed_updates FOR INSERT TO fugo_clerk, fugo_supervisor
  WITH CHECK (own_municipality(municipality) AND own_name(proposed_by));--> statement-breakpoint
CREATE POLICY staff_withdraw ON proposed_updates FOR UPDATE TO fugo_clerk, fugo_supervisor
  USING (municipality = current_setting('fugo.municipality', true))
  WITH CHECK (own_municipality(municipality) AND decision = 'withdrawn' AND own_name(proposed_by) AND own_name(decided_by));--> statement-breakpoint
CREATE POLICY staff_decide ON proposed_updates FOR UPDATE TO fugo_supervisor
  USING (municipality = current_setting('fugo.municipality', true))
  WITH CHECK (own_municipality(municipality) AND decision IN ('approved', 'rejected') AND own_name(decided_by));--> statement-breakpoint
-- Whoever it is.
CREATE FUNCTION refuse_second_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a proposed update is decided once';
END
$$;--> statement-breakpoint
CREATE TRIGGER proposed_update_is_decided_once BEFORE UPDATE ON proposed_updates FOR EACH ROW
  WHEN (OLD.decision IS NOT NULL) EXECUTE FUNCTION refuse_second_decision();--> statement-breakpoint
-- errors:work.
GRANT INSERT (municipality, correction_id, failure_id, person_id, decision, personal_number, personal_number_index,
  staff_id, reason) ON corrections TO fugo_supervisor;--> statement-breakpoint
CREATE POLICY staff_correct ON corrections FOR INSERT TO fugo_supervisor
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id));--> statement-breakpoint
GRANT UPDATE (assignee_id, assigned_at) ON failures TO fugo_supervisor;--> statement-breakpoint
CREATE POLICY staff_assign ON failures FOR UPDATE TO fugo_supervisor
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT INSERT (municipality, failure_id, staff_id, note) ON failure_notes TO fugo_supervisor;--> statement-breakpoint
CREATE POLICY staff_write_notes ON failure_notes FOR INSERT TO fugo_supervisor
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id));--> statement-breakpoint
-- errors:read. Views are bookmarks, everybody's own.
GRANT INSERT (municipality, staff_id, name, filter, shared), UPDATE (name, filter, shared), DELETE ON error_views
  TO fugo_clerk, fugo_supervisor, fugo_administrator;--> statement-breakpoint
CREATE POLICY staff_keep_views ON error_views FOR INSERT TO fugo_clerk, fugo_supervisor, fugo_administrator
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id));--> statement-breakpoint
CREATE POLICY staff_change_views ON error_views FOR UPDATE TO fugo_clerk, fugo_supervisor, fugo_administrator
  USING (municipality = current_setting('fugo.municipality', true))
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id));--> statement-breakpoint
CREATE POLICY staff_remove_views ON error_views FOR DELETE TO fugo_clerk, fugo_supervisor, fugo_administrator
  USING (municipality = current_setting('fugo.municipality', true) AND own_name(staff_id));--> statement-breakpoint
-- loads:work. A load begins as one that is to be read.
GRANT INSERT (municipality, load_id, file_name, file_hash, file_bytes, options, dry_run, state, client_id, staff_id)
  ON loads TO fugo_supervisor, fugo_administrator;--> statement-breakpoint
CREATE POLICY staff_load ON loads FOR INSERT TO fugo_supervisor, fugo_administrator
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id) AND client_id = 'staff-web' AND state = 'READING');--> statement-breakpoint
-- hours:change, staff:administer.
GRANT UPDATE (hours, updates_need_approval, updated_at) ON municipalities TO fugo_administrator;--> statement-breakpoint
CREATE POLICY staff_set_up ON municipalities FOR UPDATE TO fugo_administrator
  USING (own_municipality(municipality));--> statement-breakpoint
-- loads:read. The results of a load are ids; the number itself is not among them, and whether there is one is.
CREATE OR REPLACE VIEW lines_of_loads WITH (security_barrier) AS
  SELECT *, personal_number_index IS NOT NULL AS has_personal_number
  FROM load_lines WHERE municipality = current_setting('fugo.municipality', true);--> statement-breakpoint
GRANT SELECT (municipality, load_id, line, person_id, number_system, address_number, transfer_id, has_personal_number)
  ON lines_of_loads TO fugo_clerk, fugo_supervisor, fugo_administrator;--> statement-breakpoint
GRANT SELECT (municipality, number_system, address_number, person_id) ON address_numbers TO fugo_administrator;--> statement-breakpoint
GRANT SELECT (number_system, transfer_id, load_id, load_line, inbox_id, result) ON inbox TO fugo_administrator;--> statement-breakpoint
-- loads:view-lines.
GRANT SELECT (raw) ON bad_lines TO fugo_supervisor;--> statement-breakpoint
GRANT SELECT ON lines_of_loads TO fugo_supervisor;
