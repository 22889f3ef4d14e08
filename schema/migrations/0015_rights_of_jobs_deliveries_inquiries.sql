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
  WITH CHECK (works_for_organisation(organisation) AND own_name(changed_by));--> statement-breakpoint
CREATE POLICY staff_pause_again ON job_net_states FOR UPDATE TO fugo_operations_administrator
  USING (works_for_organisation(organisation)) WITH CHECK (own_name(changed_by));--> statement-breakpoint
GRANT INSERT (organisation, net, server, day, reason, skipped_by), DELETE ON job_skips
  TO fugo_operations_administrator;--> statement-breakpoint
CREATE POLICY staff_skip ON job_skips FOR INSERT TO fugo_operations_administrator
  WITH CHECK (works_for_organisation(organisation) AND own_name(skipped_by));--> statement-breakpoint
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
  USING (works_for_organisation(organisation));
