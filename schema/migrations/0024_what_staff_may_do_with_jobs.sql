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
    AND no > 0);--> statement-breakpoint
CREATE POLICY job_days_of_no_neighbour ON job_days AS RESTRICTIVE TO fugo_operations
  USING (server = 'fugo' OR sees_organisation(server));--> statement-breakpoint
CREATE POLICY job_runs_of_no_neighbour ON job_runs AS RESTRICTIVE TO fugo_operations
  USING (server = 'fugo' OR sees_organisation(server));--> statement-breakpoint
CREATE POLICY job_net_states_of_no_neighbour ON job_net_states AS RESTRICTIVE TO fugo_operations
  USING (server = 'fugo' OR sees_organisation(server));--> statement-breakpoint
CREATE POLICY job_skips_of_no_neighbour ON job_skips AS RESTRICTIVE TO fugo_operations
  USING (server = 'fugo' OR sees_organisation(server));--> statement-breakpoint
-- The detail of an incident of a net names its server.
CREATE OR REPLACE FUNCTION seen_detail(of_incident bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN i.cause NOT IN ('OPERATING_DAY_HALTED', 'JOB_FAILED', 'JOB_DAY_DROPPED') THEN i.detail ELSE (
    SELECT string_agg(w.word, ' ' ORDER BY w.place) FROM regexp_split_to_table(i.detail, ' ') WITH ORDINALITY AS w(word, place)
    WHERE w.word !~ '^[0-9]{6}$' OR sees_organisation(w.word)) END
  FROM incidents i WHERE i.incident = of_incident AND sees_organisation(i.organisation)
$$;
