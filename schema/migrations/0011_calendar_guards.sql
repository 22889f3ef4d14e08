-- Who owns what of the calendar, whoever writes: the history of a part is whole, nobody approves the own change of the
-- nation's, and nobody agrees to the own exception.
CREATE OR REPLACE FUNCTION require_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.organisation = 'nation' AND NEW.decision IS NOT NULL THEN
    RAISE EXCEPTION 'a change of the national calendar is proposed before it is decided' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.decision IS NOT NULL THEN
      RAISE EXCEPTION 'a change of the calendar is decided once' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.change_id, NEW.organisation, NEW.based_on, NEW.setting, NEW.reason, NEW.proposed_by, NEW.proposed_at)
      IS DISTINCT FROM
      (OLD.change_id, OLD.organisation, OLD.based_on, OLD.setting, OLD.reason, OLD.proposed_by, OLD.proposed_at) THEN
      RAISE EXCEPTION 'what was proposed stays as it is' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.decision = 'approved' AND NEW.organisation = 'nation' AND NEW.decided_by = NEW.proposed_by THEN
    RAISE EXCEPTION 'nobody approves the own change of the national calendar' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE FUNCTION require_approved_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was integer := CASE WHEN TG_OP = 'UPDATE' THEN OLD.version ELSE 0 END;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.organisation <> OLD.organisation THEN
    RAISE EXCEPTION 'a part of the calendar stays with its owner' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> was + 1 OR NOT EXISTS (
    SELECT FROM calendar_changes c WHERE c.organisation = NEW.organisation AND c.based_on = was
      AND c.decision = 'approved' AND c.setting = NEW.setting) THEN
    RAISE EXCEPTION 'a part of the calendar follows an approved change of its present version'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER part_follows_its_change BEFORE INSERT OR UPDATE ON calendars
  FOR EACH ROW EXECUTE FUNCTION require_approved_change();--> statement-breakpoint
-- Each kind is agreed to by the sides that the seed names: each municipality concerned, or the prefecture.
CREATE FUNCTION require_named_sides() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.exception_id, NEW.organisation, NEW.kind, NEW.from_at, NEW.to_at, NEW.reason, NEW.agreeing, NEW.asked_by)
      IS DISTINCT FROM
      (OLD.exception_id, OLD.organisation, OLD.kind, OLD.from_at, OLD.to_at, OLD.reason, OLD.agreeing, OLD.asked_by)
      OR OLD.withdrawn_at IS NOT NULL THEN
      RAISE EXCEPTION 'an exception is withdrawn once, and otherwise stays as it was asked for'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.organisation = ANY (NEW.agreeing) THEN
    RAISE EXCEPTION 'nobody agrees to the own exception' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM organisations o WHERE o.organisation = NEW.organisation AND o.tier = 'municipality') THEN
    RAISE EXCEPTION 'a municipality asks for exceptions' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.kind = 'identity-confirmation' AND NEW.agreeing IS DISTINCT FROM
      ARRAY(SELECT o.parent FROM organisations o WHERE o.organisation = NEW.organisation)
    OR NEW.kind = 'wide-area-copy' AND EXISTS (
      SELECT FROM unnest(NEW.agreeing) AS side WHERE NOT EXISTS (
        SELECT FROM organisations o WHERE o.organisation = side AND o.tier = 'municipality')) THEN
    RAISE EXCEPTION 'an exception names the sides of its kind' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER exception_names_its_sides BEFORE INSERT OR UPDATE ON hour_exceptions
  FOR EACH ROW EXECUTE FUNCTION require_named_sides();--> statement-breakpoint
CREATE FUNCTION require_other_side() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'an answer is given once' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT FROM hour_exceptions e WHERE e.exception_id = NEW.exception_id AND NEW.organisation = ANY (e.agreeing)
      AND e.withdrawn_at IS NULL AND e.from_at > now() AND e.asked_by <> NEW.decided_by) THEN
    RAISE EXCEPTION 'a named side answers before an exception begins, and nobody the own one'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER other_side_answers BEFORE INSERT OR UPDATE ON hour_exception_agreements
  FOR EACH ROW EXECUTE FUNCTION require_other_side();
--> statement-breakpoint
-- hours:read reaches the municipalities below: what was registered of one counts until it sets its own part.
GRANT SELECT (municipality, hours) ON municipalities TO fugo_operations;--> statement-breakpoint
CREATE POLICY municipalities_hours_open_to_operations ON municipalities FOR SELECT TO fugo_operations USING (true);--> statement-breakpoint
-- hours:change is a change of the own part. What was registered is the installation's, and those who wait are woken by
-- the program when a change commits.
REVOKE UPDATE (hours) ON municipalities FROM fugo_administrator, fugo_manager;--> statement-breakpoint
REVOKE UPDATE (updated_at) ON municipalities FROM fugo_manager;--> statement-breakpoint
DROP POLICY staff_set_up ON municipalities;--> statement-breakpoint
CREATE POLICY staff_set_up ON municipalities FOR UPDATE TO fugo_administrator
  USING (own_municipality(municipality));--> statement-breakpoint
REVOKE UPDATE (due_at, nudges) ON persons, load_chunks FROM fugo_administrator, fugo_manager;--> statement-breakpoint
DROP POLICY staff_wake ON persons;--> statement-breakpoint
DROP POLICY staff_wake ON load_chunks;
