-- What members of staff may read and change, as the roles of 0000. It follows domain/rights.ts; a test holds the two
-- together. A table or a column that comes later is nobody's until a migration says whose.
GRANT USAGE ON SCHEMA public TO fugo_staff;--> statement-breakpoint
-- The same rows as the programs see, to read only. With the pauses of notices staff have nothing to do.
DO $$
DECLARE
  target text;
BEGIN
  FOR target IN SELECT tablename FROM pg_policies
    WHERE policyname = 'own_municipality_only' AND tablename <> 'notice_pauses' LOOP
    EXECUTE format('CREATE POLICY own_municipality_only_of_staff ON %I FOR SELECT TO fugo_staff
      USING (municipality = current_setting(''fugo.municipality'', true))', target);
  END LOOP;
END
$$;--> statement-breakpoint
CREATE POLICY own_organisation_of_staff ON staff_roles FOR SELECT TO fugo_staff
  USING (organisation = current_setting('fugo.organisation', true));--> statement-breakpoint
CREATE POLICY municipalities_open_to_staff ON municipalities FOR SELECT TO fugo_staff USING (true);--> statement-breakpoint
-- Who it was that wrote or looks after something, and who of the municipality could.
CREATE POLICY staff_names_open_to_staff ON staff FOR SELECT TO fugo_staff USING (true);--> statement-breakpoint
GRANT SELECT (staff_id, name, revoked_at) ON staff TO fugo_staff;--> statement-breakpoint
GRANT SELECT ON staff_roles TO fugo_staff;--> statement-breakpoint
-- All columns but those with personal numbers, and those by which the programs drive a request.
CREATE FUNCTION grant_without_personal_numbers(target text, receiver text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE (
    SELECT format('GRANT SELECT (%s) ON %I TO %I', string_agg(quote_ident(column_name), ', '), target, receiver)
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = target
      AND column_name NOT IN ('personal_number', 'personal_number_index', 'raw', 'content_hash', 'payload',
        'due_at', 'nudges', 'replaced_runs')
  );
END
$$;--> statement-breakpoint
-- Where requests stand, by ids and codes: whom everybody counts.
GRANT SELECT ON municipalities TO fugo_staff;--> statement-breakpoint
SELECT grant_without_personal_numbers('persons', 'fugo_staff');--> statement-breakpoint
GRANT SELECT ON failures TO fugo_staff;--> statement-breakpoint
GRANT SELECT (municipality, state) ON inbox TO fugo_staff;--> statement-breakpoint
GRANT SELECT (municipality, delivered_at) ON outbox TO fugo_staff;--> statement-breakpoint
-- errors:read, confirmations:read, loads:read.
DO $$
DECLARE
  receiver text;
  target text;
BEGIN
  FOREACH receiver IN ARRAY array['fugo_clerk', 'fugo_supervisor', 'fugo_administrator'] LOOP
    FOREACH target IN ARRAY array['confirmation_runs', 'loads', 'load_chunks', 'chunk_timeline', 'chunk_members',
      'participant_pace', 'bad_lines', 'timeline', 'request_attempts'] LOOP
      PERFORM grant_without_personal_numbers(target, receiver);
    END LOOP;
  END LOOP;
  -- residents:view.
  FOREACH receiver IN ARRAY array['fugo_clerk', 'fugo_supervisor'] LOOP
    FOREACH target IN ARRAY array['address_numbers', 'address_information', 'business_information', 'corrections',
      'inbox', 'outbox'] LOOP
      PERFORM grant_without_personal_numbers(target, receiver);
    END LOOP;
  END LOOP;
END
$$;--> statement-breakpoint
-- residents:view-personal-number.
GRANT SELECT (personal_number, personal_number_index) ON persons, inbox, corrections TO fugo_supervisor;--> statement-breakpoint
GRANT SELECT (personal_number) ON address_information TO fugo_supervisor;--> statement-breakpoint
-- audit:read.
GRANT SELECT ON audit_log TO fugo_auditor;--> statement-breakpoint
DROP FUNCTION grant_without_personal_numbers(text, text);--> statement-breakpoint
-- errors:read, confirmations:read: ids, codes, and what colleagues wrote.
GRANT SELECT ON failure_notes, error_views, confirmation_changes TO fugo_clerk, fugo_supervisor, fugo_administrator;--> statement-breakpoint
-- residents:view.
GRANT SELECT ON proposed_updates TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
-- residents:view, residents:update. A transfer that waits for an identity check is in no other table, and the person who
-- is nothing but such transfers is known by it alone. It has no personal number in it.
GRANT SELECT (payload) ON inbox TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
-- errors:read, loads:read. By which load a transfer that waits for an identity check came: ids only.
GRANT SELECT (number_system, transfer_id, load_id, load_line, inbox_id, result) ON inbox TO fugo_administrator;--> statement-breakpoint
-- loads:read.
GRANT SELECT (municipality, load_id, line, person_id, number_system, address_number, transfer_id, has_personal_number)
  ON lines_of_loads TO fugo_clerk, fugo_supervisor, fugo_administrator;--> statement-breakpoint
GRANT SELECT (municipality, number_system, address_number, person_id) ON address_numbers TO fugo_administrator;--> statement-breakpoint
-- loads:view-lines.
GRANT SELECT (raw) ON bad_lines TO fugo_supervisor;--> statement-breakpoint
GRANT SELECT ON lines_of_loads TO fugo_supervisor;--> statement-breakpoint
-- What a member of staff changes through the API is changed as the same role, in the transaction's own name: the setting
-- fugo.staff_id says whose (storage/database/database.ts). What staff start by a workflow is written by the worker, and
-- sign-in and staff themselves by the program.
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
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id) AND NOT EXISTS (
    SELECT FROM municipalities m WHERE m.municipality = address_information.municipality AND m.updates_need_approval));--> statement-breakpoint
-- residents:approve. An approved row stands in the name of who proposed it.
CREATE POLICY staff_enter_approved ON address_information FOR INSERT TO fugo_supervisor
  WITH CHECK (own_municipality(municipality) AND EXISTS (
    SELECT FROM proposed_updates u WHERE u.municipality = address_information.municipality
      AND u.person_id = address_information.person_id AND u.decision IS NULL
      AND u.proposed_by = address_information.staff_id AND NOT own_name(u.proposed_by)));--> statement-breakpoint
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
-- errors:read. Views are bookmarks, everybody's own; each is stored under the id that the audit log was told before.
GRANT INSERT (municipality, view_id, staff_id, name, filter, shared), UPDATE (name, filter, shared), DELETE ON error_views
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
GRANT UPDATE (hours, updated_at) ON municipalities TO fugo_manager;--> statement-breakpoint
CREATE POLICY staff_set_up ON municipalities FOR UPDATE TO fugo_administrator, fugo_manager
  USING (own_municipality(municipality));--> statement-breakpoint
-- hours:change. Who waits for the hours looks at the new calendar; of nobody else is the moment theirs to say.
GRANT UPDATE (due_at, nudges) ON persons, load_chunks TO fugo_administrator, fugo_manager;--> statement-breakpoint
CREATE POLICY staff_wake ON persons FOR UPDATE TO fugo_administrator, fugo_manager
  USING (municipality = current_setting('fugo.municipality', true) AND stage = 'WAITING_FOR_HOURS');--> statement-breakpoint
CREATE POLICY staff_wake ON load_chunks FOR UPDATE TO fugo_administrator, fugo_manager
  USING (municipality = current_setting('fugo.municipality', true) AND stage = 'WAITING_FOR_HOURS');
