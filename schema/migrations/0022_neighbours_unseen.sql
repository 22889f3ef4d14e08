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
GRANT EXECUTE ON FUNCTION seen_awaits(text, date, integer), seen_detail(bigint) TO fugo_api, fugo_operations;
