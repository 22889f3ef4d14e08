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
GRANT EXECUTE ON FUNCTION refresh_statistics() TO fugo_worker;
