-- A day that was to end, and by a changed calendar runs into the next one, loses the steps that nobody has begun.
GRANT DELETE ON day_steps TO fugo_worker;--> statement-breakpoint
-- What the programs and the people who operate the Juki net may do with jobs, deliveries and inquiries. Nothing here is
-- a resident's. It follows domain/rights.ts; a test holds the two together.
GRANT SELECT ON job_definitions, job_net_states, job_days, job_runs, job_skips, releases, rollouts, deliveries,
  delivery_targets, inquiries, inquiry_messages, inquiry_attachments, answers, inquiry_answers
TO fugo_api, fugo_worker, fugo_monitor;--> statement-breakpoint
GRANT INSERT, UPDATE ON job_days, job_runs, releases, rollouts, deliveries, delivery_targets, inquiries, inquiry_answers,
  answers TO fugo_api, fugo_worker;--> statement-breakpoint
GRANT INSERT ON job_definitions, inquiry_messages, inquiry_attachments TO fugo_api, fugo_worker;--> statement-breakpoint
GRANT INSERT, UPDATE ON job_net_states TO fugo_api;--> statement-breakpoint
GRANT INSERT, DELETE ON job_skips TO fugo_api;--> statement-breakpoint
-- jobs:read, deliveries:read, inquiries:read. Where people read only a part of it, the API asks for the right.
GRANT SELECT ON job_definitions, job_net_states, job_days, job_runs, job_skips, releases, rollouts, deliveries,
  delivery_targets TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
GRANT SELECT ON inquiries, inquiry_messages, inquiry_attachments, answers, inquiry_answers
TO fugo_operations_administrator, fugo_operations_manager, fugo_operations_call_centre;--> statement-breakpoint
-- jobs:define: the own nets, in the own name.
GRANT INSERT (organisation, version, hash, definition, applied_by) ON job_definitions
  TO fugo_operations_manager;--> statement-breakpoint
CREATE POLICY staff_define ON job_definitions FOR INSERT TO fugo_operations_manager
  WITH CHECK (organisation = acting_organisation() AND own_name(applied_by));--> statement-breakpoint
-- jobs:run.
GRANT INSERT (organisation, net, server, paused, reason, changed_by), UPDATE (paused, reason, changed_by, changed_at)
  ON job_net_states TO fugo_operations_administrator;--> statement-breakpoint
CREATE POLICY staff_pause ON job_net_states FOR INSERT TO fugo_operations_administrator
  WITH CHECK (works_for_organisation(organisation) AND own_name(changed_by)
    AND (server = 'fugo' OR sees_organisation(server)));--> statement-breakpoint
CREATE POLICY staff_pause_again ON job_net_states FOR UPDATE TO fugo_operations_administrator
  USING (works_for_organisation(organisation)) WITH CHECK (own_name(changed_by));--> statement-breakpoint
GRANT INSERT (organisation, net, server, day, reason, skipped_by), DELETE ON job_skips
  TO fugo_operations_administrator;--> statement-breakpoint
CREATE POLICY staff_skip ON job_skips FOR INSERT TO fugo_operations_administrator
  WITH CHECK (works_for_organisation(organisation) AND own_name(skipped_by)
    AND (server = 'fugo' OR sees_organisation(server)));--> statement-breakpoint
CREATE POLICY staff_put_back ON job_skips FOR DELETE TO fugo_operations_administrator
  USING (works_for_organisation(organisation));--> statement-breakpoint
GRANT INSERT, UPDATE ON job_days TO fugo_operations_administrator;--> statement-breakpoint
CREATE POLICY staff_run ON job_days FOR INSERT TO fugo_operations_administrator
  WITH CHECK (works_for_organisation(organisation) AND own_name(decided_by));--> statement-breakpoint
CREATE POLICY staff_order_job ON job_days FOR UPDATE TO fugo_operations_administrator
  USING (works_for_organisation(organisation)) WITH CHECK (own_name(decided_by));--> statement-breakpoint
-- deliveries:publish, deliveries:approve: the national body, and never the same person.
GRANT INSERT (release, name, version, kind, length_bytes, sha256, reason, proposed_by),
  UPDATE (state, decided_by, decided_at, decision_reason, replaced_by) ON releases
  TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
CREATE POLICY staff_propose ON releases FOR INSERT TO fugo_operations_administrator, fugo_operations_manager
  WITH CHECK (acting_organisation() = 'nation' AND own_name(proposed_by));--> statement-breakpoint
CREATE POLICY staff_decide ON releases FOR UPDATE TO fugo_operations_administrator, fugo_operations_manager
  USING (acting_organisation() = 'nation') WITH CHECK (own_name(decided_by));--> statement-breakpoint
GRANT INSERT (rollout, release, waves, apply_after, started_by, look_at),
  UPDATE (staff_order, ordered_by, ordered_at, order_reason, look_at) ON rollouts
  TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
CREATE POLICY staff_start ON rollouts FOR INSERT TO fugo_operations_administrator, fugo_operations_manager
  WITH CHECK (acting_organisation() = 'nation' AND own_name(started_by));--> statement-breakpoint
CREATE POLICY staff_order ON rollouts FOR UPDATE TO fugo_operations_administrator, fugo_operations_manager
  USING (acting_organisation() = 'nation') WITH CHECK (own_name(ordered_by));--> statement-breakpoint
GRANT INSERT (rollout, organisation, wave) ON deliveries
  TO fugo_operations_administrator, fugo_operations_manager;--> statement-breakpoint
CREATE POLICY staff_deliver ON deliveries FOR INSERT TO fugo_operations_administrator, fugo_operations_manager
  WITH CHECK (acting_organisation() = 'nation');--> statement-breakpoint
-- inquiries:ask, inquiries:answer. What an asker may not change, such as the owner, the API refuses.
GRANT INSERT ON inquiries, inquiry_messages, inquiry_attachments
  TO fugo_operations_administrator, fugo_operations_call_centre;--> statement-breakpoint
GRANT UPDATE ON inquiries TO fugo_operations_administrator, fugo_operations_call_centre;--> statement-breakpoint
CREATE POLICY staff_ask ON inquiries FOR INSERT TO fugo_operations_administrator, fugo_operations_call_centre
  WITH CHECK (works_for_organisation(organisation) AND own_name(asked_by));--> statement-breakpoint
CREATE POLICY staff_work ON inquiries FOR UPDATE TO fugo_operations_administrator, fugo_operations_call_centre
  USING (works_for_organisation(organisation));--> statement-breakpoint
CREATE POLICY staff_write ON inquiry_messages FOR INSERT TO fugo_operations_administrator, fugo_operations_call_centre
  WITH CHECK (works_for_organisation(organisation) AND own_name(written_by)
    AND (kind = 'question' OR acting_organisation() = 'nation'));--> statement-breakpoint
CREATE POLICY staff_attach ON inquiry_attachments FOR INSERT
  TO fugo_operations_administrator, fugo_operations_call_centre
  WITH CHECK (works_for_organisation(organisation));--> statement-breakpoint
GRANT INSERT, UPDATE ON answers TO fugo_operations_call_centre;--> statement-breakpoint
CREATE POLICY staff_write ON answers FOR INSERT TO fugo_operations_call_centre
  WITH CHECK (acting_organisation() = 'nation' AND own_name(written_by));--> statement-breakpoint
CREATE POLICY staff_change ON answers FOR UPDATE TO fugo_operations_call_centre
  USING (acting_organisation() = 'nation');--> statement-breakpoint
GRANT INSERT, UPDATE ON inquiry_answers TO fugo_operations_administrator, fugo_operations_call_centre;--> statement-breakpoint
CREATE POLICY staff_answer_with ON inquiry_answers FOR INSERT TO fugo_operations_call_centre
  WITH CHECK (acting_organisation() = 'nation');--> statement-breakpoint
CREATE POLICY staff_rate ON inquiry_answers FOR UPDATE TO fugo_operations_administrator, fugo_operations_call_centre
  USING (works_for_organisation(organisation));--> statement-breakpoint
-- The worker alone keeps the schedules of nets, and removes what is older than what is kept of days and runs.
GRANT SELECT ON job_schedules TO fugo_api, fugo_monitor;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON job_schedules TO fugo_worker;--> statement-breakpoint
GRANT DELETE ON job_days, job_runs, job_skips TO fugo_worker;--> statement-breakpoint
-- Mails about inquiries: owed by whoever writes, sent by the monitor while the counter of the asker is open.
GRANT SELECT, INSERT ON inquiry_mails TO fugo_api, fugo_worker;--> statement-breakpoint
GRANT SELECT, UPDATE ON inquiry_mails TO fugo_monitor;--> statement-breakpoint
GRANT SELECT (hours) ON municipalities TO fugo_monitor;--> statement-breakpoint
-- Whom an inquiry without an answer is told to: its owner, or the call centre where it has none; then the department that
-- decides; then whoever runs the servers too. The worker reads no other address, and nobody's roles.
CREATE POLICY nation_of_owner ON staff_roles FOR SELECT TO CURRENT_USER USING (organisation = 'nation');--> statement-breakpoint
CREATE FUNCTION call_centre_addresses(owner text, escalation integer) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT s.email FROM public.staff s JOIN public.staff_roles r ON r.staff_id = s.staff_id
  WHERE r.organisation = 'nation' AND s.revoked_at IS NULL
    AND (s.staff_id = owner OR r.role = 'call-centre' AND (owner IS NULL OR escalation > 1)
      OR r.role = 'manager' AND escalation > 1 OR r.role = 'administrator' AND escalation > 2)
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION call_centre_addresses(text, integer) FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION call_centre_addresses(text, integer) TO fugo_worker;--> statement-breakpoint
GRANT SELECT (kana_name_key, birth_date_key, key_version) ON address_information TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
GRANT INSERT (name_kana_key, kana_name_key, birth_date_key, key_version) ON address_information
  TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
GRANT INSERT (name_kana_key, kana_name_key, birth_date_key, key_version) ON load_lines TO fugo_worker;--> statement-breakpoint
-- New columns stand at the end, so that the view keeps its rights.
CREATE OR REPLACE VIEW lines_of_loads WITH (security_barrier) AS
  SELECT municipality, load_id, line, person_id, personal_number, personal_number_index, number_system, address_number,
    transfer_id, content_hash, integrated_address_number, operated_at, name, name_kana, name_key, birth_date_text,
    birth_date, sex, address, address_key, contact, delivery, non_disclosure, data_type, confirmed_at, business_item1,
    business_item2, sender_staff_id, personal_number_index IS NOT NULL AS has_personal_number,
    name_kana_key, kana_name_key, birth_date_key, key_version
  FROM load_lines WHERE municipality = current_setting('fugo.municipality', true);--> statement-breakpoint
-- What people of one organisation may not learn of another, also when they send statements of their own.
-- A note belongs to an incident of its own organisation.
DROP POLICY staff_note ON incident_notes;--> statement-breakpoint
CREATE POLICY staff_note ON incident_notes FOR INSERT TO fugo_operations_administrator, fugo_operations_manager
  WITH CHECK (works_for_organisation(organisation) AND own_name(staff_id)
    AND EXISTS (SELECT FROM incidents i
      WHERE i.incident = incident_notes.incident AND i.organisation = incident_notes.organisation));--> statement-breakpoint
-- The day of a prefecture may wait for several municipalities, which are neighbours: nobody reads whom it waits for but
-- by these functions, which leave out whom the reader may not see.
REVOKE SELECT ON day_steps, incidents FROM fugo_operations;--> statement-breakpoint
GRANT SELECT (organisation, day, step_no, step, state, attempt, request_id, due_at, deadline_at, waiting_since,
  commanded_at, verified_at, error, result) ON day_steps TO fugo_operations;--> statement-breakpoint
GRANT SELECT (incident, incident_key, fingerprint, organisation, target, severity, cause, opened_at, told_at,
  acknowledged_by, acknowledged_at, escalated_at, closed_at, suppressed, flaps) ON incidents TO fugo_operations;--> statement-breakpoint
CREATE FUNCTION seen_awaits(of_organisation text, of_day date, of_step integer) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT array(SELECT a.named FROM unnest(s.awaits) WITH ORDINALITY AS a(named, place)
    WHERE sees_organisation(a.named) ORDER BY a.place)
  FROM day_steps s
  WHERE s.organisation = of_organisation AND s.day = of_day AND s.step_no = of_step AND sees_organisation(s.organisation)
$$;--> statement-breakpoint
-- Organisations stand there by their codes.
CREATE FUNCTION seen_detail(of_incident bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN i.cause <> 'OPERATING_DAY_HALTED' THEN i.detail ELSE (
    SELECT string_agg(w.word, ' ' ORDER BY w.place) FROM regexp_split_to_table(i.detail, ' ') WITH ORDINALITY AS w(word, place)
    WHERE w.word !~ '^[0-9]{6}$' OR sees_organisation(w.word)) END
  FROM incidents i WHERE i.incident = of_incident AND sees_organisation(i.organisation)
$$;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION seen_awaits(text, date, integer), seen_detail(bigint) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION seen_awaits(text, date, integer), seen_detail(bigint) TO fugo_api, fugo_operations;--> statement-breakpoint
-- What staff may do with the days of job nets, to the column, and that nobody learns of a neighbour by a net of an
-- organisation above both that runs on the servers of both.
REVOKE INSERT, UPDATE ON job_days FROM fugo_operations_administrator;--> statement-breakpoint
GRANT INSERT (organisation, net, server, day, no, version, planned_at, decision, reason, decided_by, state, look_at),
  UPDATE (staff_order, decided_by, order_reason, ordered_at, look_at) ON job_days
  TO fugo_operations_administrator;--> statement-breakpoint
-- A run besides the plan, and nothing that the plan decides.
DROP POLICY staff_run ON job_days;--> statement-breakpoint
CREATE POLICY staff_run ON job_days FOR INSERT TO fugo_operations_administrator
  WITH CHECK (works_for_organisation(organisation) AND own_name(decided_by) AND decision = 'asked' AND state = 'planned'
    AND no > 0 AND (server = 'fugo' OR sees_organisation(server)));--> statement-breakpoint
-- The detail of an incident of a net names its server.
CREATE OR REPLACE FUNCTION seen_detail(of_incident bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN i.cause NOT IN ('OPERATING_DAY_HALTED', 'JOB_FAILED', 'JOB_DAY_DROPPED') THEN i.detail ELSE (
    SELECT string_agg(w.word, ' ' ORDER BY w.place) FROM regexp_split_to_table(i.detail, ' ') WITH ORDINALITY AS w(word, place)
    WHERE w.word !~ '^[0-9]{6}$' OR sees_organisation(w.word)) END
  FROM incidents i WHERE i.incident = of_incident AND sees_organisation(i.organisation)
$$;--> statement-breakpoint
-- What is stored beside a text for the search is made anew after an update of fugo; the text itself stays as it was written.
GRANT UPDATE (folded, grams, index_version) ON inquiry_messages TO fugo_worker;
