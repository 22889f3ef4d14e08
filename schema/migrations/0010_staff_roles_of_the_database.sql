-- A transaction of a member of staff runs as one of these (storage/database.ts), so that the database says no as well.
-- What each may read follows domain/rights.ts; a test holds the two together. A table or a column that comes later is
-- nobody's until a migration says whose.
DO $$
DECLARE
  base text[] := array['clerk', 'supervisor', 'administrator', 'auditor'];
  members text[];
  name text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fugo_staff') THEN
    CREATE ROLE fugo_staff NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
  -- One for each set of roles that a person may have, in the order of the list; a set has what its members have.
  FOR bits IN 1 .. 15 LOOP
    SELECT array_agg(role ORDER BY at) INTO members
      FROM unnest(base) WITH ORDINALITY AS each(role, at) WHERE bits & (1 << (at::int - 1)) <> 0;
    name := 'fugo_' || array_to_string(members, '_');
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', name);
    END IF;
  END LOOP;
  FOR bits IN 1 .. 15 LOOP
    SELECT array_agg(role ORDER BY at) INTO members
      FROM unnest(base) WITH ORDINALITY AS each(role, at) WHERE bits & (1 << (at::int - 1)) <> 0;
    name := 'fugo_' || array_to_string(members, '_');
    -- Another database of this cluster may have done it, and another owner may not do it again.
    CONTINUE WHEN pg_has_role('fugo_api', name, 'MEMBER');
    IF array_length(members, 1) = 1 THEN
      EXECUTE format('GRANT fugo_staff TO %I', name);
    ELSE
      EXECUTE (SELECT string_agg(format('GRANT %I TO %I', 'fugo_' || role, name), '; ') FROM unnest(members) AS role);
    END IF;
    EXECUTE format('GRANT %I TO fugo_api', name);
  END LOOP;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- two databases of a cluster were migrated at once
END
$$;--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO fugo_staff;--> statement-breakpoint
-- The same rows as the programs see, to read only.
DO $$
DECLARE
  target text;
BEGIN
  FOR target IN SELECT tablename FROM pg_policies WHERE policyname = 'own_municipality_only' LOOP
    EXECUTE format('CREATE POLICY own_municipality_only_of_staff ON %I FOR SELECT TO fugo_staff
      USING (municipality = current_setting(''fugo.municipality'', true))', target);
  END LOOP;
END
$$;--> statement-breakpoint
CREATE POLICY municipalities_open_to_staff ON municipalities FOR SELECT TO fugo_staff USING (true);--> statement-breakpoint
-- All columns but those with personal numbers.
CREATE FUNCTION grant_without_personal_numbers(target text, receiver text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE (
    SELECT format('GRANT SELECT (%s) ON %I TO %I', string_agg(quote_ident(column_name), ', '), target, receiver)
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = target
      AND column_name NOT IN ('personal_number', 'personal_number_index', 'raw', 'content_hash', 'payload')
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
DROP FUNCTION grant_without_personal_numbers(text, text);
