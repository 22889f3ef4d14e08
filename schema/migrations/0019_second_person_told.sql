-- What waits for a second person: updates of address information, and other proposals. The worker reads nothing else of them.
CREATE POLICY own_municipality_of_owner ON proposals FOR SELECT TO CURRENT_USER
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
DROP FUNCTION approvals_waiting(text);--> statement-breakpoint
CREATE FUNCTION approvals_waiting(of_municipality text) RETURNS TABLE (waiting_id uuid, proposed_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.update_id, u.proposed_by FROM public.proposed_updates u
  WHERE u.municipality = of_municipality AND u.decision IS NULL
  UNION ALL
  SELECT p.proposal_id, p.proposed_by FROM public.proposals p
  WHERE p.municipality = of_municipality AND p.decision IS NULL
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION approvals_waiting(text) FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION approvals_waiting(text) TO fugo_worker;
