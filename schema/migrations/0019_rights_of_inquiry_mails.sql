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
GRANT EXECUTE ON FUNCTION call_centre_addresses(text, integer) TO fugo_worker;
