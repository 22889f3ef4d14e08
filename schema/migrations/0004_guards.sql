-- The chain of the audit log (storage/audit/chain.ts). The database makes it, so that no writer can leave it out.
CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(octet_length(value) || ':' || value, '-')
$$;--> statement-breakpoint
CREATE FUNCTION audit_row_hash(entry audit_log) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(concat_ws(',',
    audit_field(encode(entry.previous_hash, 'hex')), audit_field(entry.municipality), audit_field(entry.seq::text),
    audit_field(((extract(epoch from entry.at) * 1000)::bigint)::text), audit_field(entry.client_id),
    audit_field(entry.staff_id), audit_field(entry.action), audit_field(entry.subject), audit_field(entry.outcome),
    audit_field(entry.reason)), 'UTF8'))
$$;--> statement-breakpoint
-- Whoever writes waits for the one before: it holds the lock until its row can be seen. The key of the table says no to
-- a second row after the same one.
CREATE FUNCTION chain_audit_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('fugo.audit_log ' || NEW.municipality, 0));
  SELECT seq, hash INTO before FROM audit_log
    WHERE municipality = NEW.municipality ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(before.seq, 0) + 1;
  NEW.previous_hash := coalesce(before.hash, decode(repeat('00', 32), 'hex'));
  NEW.hash := audit_row_hash(NEW);
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION chain_audit_row();--> statement-breakpoint
-- The programs have no right to this anyway; who owns the table must take the trigger away first, and that is seen.
CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END
$$;--> statement-breakpoint
CREATE TRIGGER audit_log_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log();--> statement-breakpoint
-- However much a session is used it does not outlive its end, whoever moves it on.
CREATE FUNCTION hold_staff_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.expires_at := least(NEW.expires_at, NEW.ends_at);
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER hold_staff_session BEFORE INSERT OR UPDATE ON staff_sessions
  FOR EACH ROW EXECUTE FUNCTION hold_staff_session();--> statement-breakpoint
-- A row that staff enter has the personal number as every other, and who enters it need not see it. The rows of
-- transfers and loads bring their own. The owner of the tables, as whom this runs, sees what the transaction sees.
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
-- A proposed update is decided once, whoever decides.
CREATE FUNCTION refuse_second_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a proposed update is decided once';
END
$$;--> statement-breakpoint
CREATE TRIGGER proposed_update_is_decided_once BEFORE UPDATE ON proposed_updates FOR EACH ROW
  WHEN (OLD.decision IS NOT NULL) EXECUTE FUNCTION refuse_second_decision();--> statement-breakpoint
-- While a load brings a municipality its first residents, the statistics say that it has nobody, and the planner pairs
-- ten thousand persons with everybody. Waiting for the autovacuum would take minutes, and only an owner may ask sooner.
CREATE FUNCTION refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- Two at once would only wait for one another.
  IF pg_try_advisory_xact_lock(hashtextextended('refresh_statistics', 0)) THEN
    ANALYZE public.persons, public.address_information, public.address_numbers, public.business_information,
      public.inbox, public.chunk_members, public.request_attempts, public.failures;
  END IF;
END
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION refresh_statistics() FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION refresh_statistics() TO fugo_worker;--> statement-breakpoint
-- Room in each page for what the steps change: stage, serial, limits (persons), the status (table 33).
ALTER TABLE persons SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE address_information SET (fillfactor = 90);--> statement-breakpoint
-- A table that nobody has analyzed yet is thought to hold many municipalities of three persons each, and the planner
-- reads "the municipality" whole for every line of a transfer. Until the first ANALYZE measures it, every table says
-- what is true on the day of installation: one municipality has it all. PostgreSQL before 18 has no such function and
-- learns it from the autovacuum.
DO $$
BEGIN
  IF to_regproc('pg_catalog.pg_restore_attribute_stats') IS NOT NULL THEN
    PERFORM pg_restore_attribute_stats('schemaname', 'public', 'relname', c.relname::text, 'attname', 'municipality',
      'inherited', false, 'null_frac', 0::real, 'avg_width', 7, 'n_distinct', 1::real)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'municipality'
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_stats s
        WHERE s.schemaname = 'public' AND s.tablename = c.relname AND s.attname = 'municipality');
  END IF;
END
$$;
