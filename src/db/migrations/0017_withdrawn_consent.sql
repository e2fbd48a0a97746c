-- What a person's agreement opened ends when they take it back, whoever opened it: nobody may do that one organisation at a
-- time. For whoever holds the file, and only once no agreement to share it is left.
CREATE FUNCTION end_consented_access(person text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  ended text[];
BEGIN
  IF NOT public.holds_file(person) OR EXISTS (
    SELECT FROM public.consents c
    WHERE c.territory_id = public.current_territory() AND c.beneficiary_id = person
      AND c.purpose = 'shareFile' AND c.withdrawn_at IS NULL) THEN
    RETURN 0;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  WITH closed AS (
    UPDATE public.beneficiary_access a SET until = public.current_instant()
    WHERE a.territory_id = public.current_territory() AND a.beneficiary_id = person AND a.basis = 'consent'
      AND a."from" <= public.current_instant() AND (a.until IS NULL OR a.until > public.current_instant())
    RETURNING a.organisation_id)
  SELECT coalesce(array_agg(organisation_id), '{}') INTO ended FROM closed;
  -- Nobody answers for somebody whose file they no longer hold.
  UPDATE public.referents r SET until = greatest(r."from", public.current_instant())
  WHERE r.territory_id = public.current_territory() AND r.beneficiary_id = person
    AND r.organisation_id = ANY (ended) AND r.until IS NULL AND NOT EXISTS (
      SELECT FROM public.beneficiary_access a
      WHERE a.territory_id = r.territory_id AND a.beneficiary_id = person AND a.organisation_id = r.organisation_id
        AND (a.until IS NULL OR a.until > public.current_instant()));
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN cardinality(ended);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION end_consented_access FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION end_consented_access TO pouvoir_bouger_app;
