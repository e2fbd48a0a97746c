-- Whoever books rides themselves is in contact too: their file was forgotten two years after the last professional's.
CREATE OR REPLACE FUNCTION prolong_file(person text, keep_until timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
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
            AND r.link_expires_at > public.current_instant()))
    AND public.way_in_person() IS DISTINCT FROM person THEN
    RETURN;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  UPDATE public.beneficiaries b
  SET purge_after = greatest(b.purge_after, least(keep_until, public.current_instant() + interval '17544 hours'))
  WHERE b.territory_id = public.current_territory() AND b.id = person AND b.retention_class = 'file';
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
