-- Every number that an organisation gave to somebody, though it may have handed that file over since: what it would be told at the
-- insert anyway, before two thousand rows are confirmed. Of others' numbers nothing is told.
CREATE FUNCTION own_references() RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  RETURN QUERY SELECT b.reference FROM public.beneficiaries b
    WHERE b.territory_id = public.current_territory() AND b.organisation_id = public.current_organisation()
      AND b.reference IS NOT NULL;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION own_references FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION own_references TO pouvoir_bouger_app;
