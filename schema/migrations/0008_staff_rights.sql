-- What the API may do with staff: a person is never deleted, only what lets somebody in.
GRANT SELECT, INSERT, UPDATE ON staff TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON
  staff_sessions, staff_accounts, staff_verifications, staff_second_factors, staff_sign_in_failures
TO fugo_api;--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON staff_roles TO fugo_api;--> statement-breakpoint
ALTER TABLE staff_roles FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- However much a session is used it does not outlive its end, whoever moves it on.
CREATE FUNCTION hold_staff_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.expires_at := least(NEW.expires_at, NEW.ends_at);
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER hold_staff_session BEFORE INSERT OR UPDATE ON staff_sessions
  FOR EACH ROW EXECUTE FUNCTION hold_staff_session();
