-- A file is kept two years after the last contact, whoever was in contact: a provider that answers, by its account or by the link,
-- sees nothing of the file and could not say so. Never shortened, never beyond those two years, never of a trial.
CREATE FUNCTION prolong_file(person text, keep_until timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  -- Said in full: whoever owns the database may be above its policies.
  IF NOT EXISTS (SELECT FROM public.beneficiary_access a
      WHERE a.territory_id = public.current_territory() AND a.beneficiary_id = person
        AND a.organisation_id = public.current_organisation()
        AND a."from" <= public.current_instant() AND (a.until IS NULL OR a.until > public.current_instant()))
    AND NOT EXISTS (SELECT FROM public.referrals r
      WHERE r.territory_id = public.current_territory() AND r.beneficiary_id = person
        AND (r.provider_organisation_id = public.current_organisation()
          OR caller = 'visitor' AND r.link_hashes @> ARRAY[public.held_link()]
            AND r.link_expires_at > public.current_instant())) THEN
    RETURN;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  UPDATE public.beneficiaries b
  SET purge_after = greatest(b.purge_after, least(keep_until, public.current_instant() + interval '17544 hours'))
  WHERE b.territory_id = public.current_territory() AND b.id = person AND b.retention_class = 'file';
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION prolong_file FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION prolong_file TO pouvoir_bouger_app;
