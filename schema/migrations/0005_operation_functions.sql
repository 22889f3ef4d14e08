-- What row-level security asks about organisations. The tables that it asks come with the next migration, so the bodies
-- are looked at when they run.
CREATE FUNCTION acting_organisation() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('fugo.organisation', true)
$$;--> statement-breakpoint
-- Its own, those below, and those above; not its neighbours. Municipalities of a prefecture are neighbours.
CREATE FUNCTION sees_organisation(seen text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN seen = acting_organisation() OR EXISTS (
    SELECT FROM organisations own WHERE own.organisation = acting_organisation()
      AND (own.tier = 'nation' OR seen = own.parent OR seen = 'nation'
        OR EXISTS (SELECT FROM organisations o WHERE o.organisation = seen AND o.parent = own.organisation)));
END
$$;--> statement-breakpoint
-- Whose servers and incidents the transaction's organisation may work on: its own; of the national body everybody's.
CREATE FUNCTION works_for_organisation(target text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN target = acting_organisation()
    OR EXISTS (SELECT FROM organisations own WHERE own.organisation = acting_organisation() AND own.tier = 'nation');
END
$$;
