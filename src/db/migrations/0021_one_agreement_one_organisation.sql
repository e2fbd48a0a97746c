ALTER TABLE "beneficiary_access" ADD COLUMN "consent_id" text;--> statement-breakpoint
CREATE UNIQUE INDEX "beneficiary_access_one_of_a_consent" ON "beneficiary_access" USING btree ("territory_id","consent_id");--> statement-breakpoint
-- An agreement to share opens the file to one organisation, once: the one that an access rests on is kept with it, the index above
-- lets no other rest on it, and when it is taken back that access ends, whatever else the person agreed to.
CREATE POLICY rests_on_an_agreement ON beneficiary_access AS RESTRICTIVE FOR INSERT WITH CHECK (
  current_actor_kind() = 'system'
  OR basis <> 'consent' AND consent_id IS NULL
  OR basis = 'consent' AND EXISTS (
    SELECT FROM consents c
    WHERE c.territory_id = beneficiary_access.territory_id AND c.id = beneficiary_access.consent_id
      AND c.beneficiary_id = beneficiary_access.beneficiary_id AND c.purpose = 'shareFile' AND c.withdrawn_at IS NULL));
--> statement-breakpoint
DROP FUNCTION circle_of_care;
--> statement-breakpoint
CREATE FUNCTION circle_of_care(person text)
RETURNS TABLE (organisation_id text, scope text, basis text, "from" timestamptz, until timestamptz, shared_by text,
  consent_id text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  IF NOT public.holds_file(person) THEN
    RETURN;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  RETURN QUERY SELECT a.organisation_id, a.scope, a.basis, a."from"::timestamptz, a.until::timestamptz, a.shared_by,
      a.consent_id
    FROM public.beneficiary_access a
    WHERE a.territory_id = public.current_territory() AND a.beneficiary_id = person
    ORDER BY a.id;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
-- Of accesses from before nobody wrote down on which agreement they rest: they end with the last one.
CREATE OR REPLACE FUNCTION end_consented_access(person text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  still_given text[];
  ended text[];
BEGIN
  IF NOT public.holds_file(person) THEN
    RETURN 0;
  END IF;
  SELECT coalesce(array_agg(c.id), '{}') INTO still_given FROM public.consents c
  WHERE c.territory_id = public.current_territory() AND c.beneficiary_id = person
    AND c.purpose = 'shareFile' AND c.withdrawn_at IS NULL;
  PERFORM set_config('app.actor_kind', 'system', true);
  WITH closed AS (
    UPDATE public.beneficiary_access a SET until = public.current_instant()
    WHERE a.territory_id = public.current_territory() AND a.beneficiary_id = person AND a.basis = 'consent'
      AND a."from" <= public.current_instant() AND (a.until IS NULL OR a.until > public.current_instant())
      AND CASE WHEN a.consent_id IS NULL THEN cardinality(still_given) = 0
        ELSE a.consent_id <> ALL (still_given) END
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
REVOKE EXECUTE ON FUNCTION circle_of_care FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION circle_of_care TO pouvoir_bouger_app;
