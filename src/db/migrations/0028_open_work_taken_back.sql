-- An organisation that sees a file no more keeps nothing open about that person: what it had under way goes to whoever answers for
-- them now, as when they are handed over (0022). Without a referent it stays where it is: better with somebody than with nobody.
--   By whoever holds the file, or held it until now. Says what it moved.
CREATE FUNCTION take_back_open_work(person text)
RETURNS TABLE (what text, moved_id text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  here text := public.current_territory();
  outside text[];
  successor record;
BEGIN
  IF NOT EXISTS (SELECT FROM public.beneficiary_access a
    WHERE a.territory_id = here AND a.beneficiary_id = person AND a.organisation_id = public.current_organisation()) THEN
    RETURN;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT r.member_id, r.organisation_id, m.display_name, m.email, o.name, o.phone INTO successor FROM public.referents r
  JOIN public.members m ON m.territory_id = r.territory_id AND m.id = r.member_id
  JOIN public.organisations o ON o.territory_id = r.territory_id AND o.id = r.organisation_id
  WHERE r.territory_id = here AND r.beneficiary_id = person AND r.until IS NULL
  ORDER BY r."from", r.member_id LIMIT 1;
  IF FOUND THEN
    outside := ARRAY(SELECT DISTINCT a.organisation_id FROM public.beneficiary_access a
      WHERE a.territory_id = here AND a.beneficiary_id = person AND a.scope = 'file'
        AND a.organisation_id <> successor.organisation_id
      GROUP BY a.organisation_id
      HAVING bool_and(coalesce(a.until <= public.current_instant(), false)));

    RETURN QUERY WITH moved AS (UPDATE public.referrals r
      SET organisation_id = successor.organisation_id,
        parties = jsonb_set(r.parties, '{referrer}', jsonb_build_object('organisation', successor.name,
          'name', successor.display_name, 'phone', successor.phone, 'email', successor.email)),
        version = r.version + 1, updated_at = public.current_instant()
      WHERE r.territory_id = here AND r.beneficiary_id = person AND r.organisation_id = ANY (outside)
        AND r.status IN ('sent', 'accepted', 'started')
      RETURNING r.id),
    told AS (INSERT INTO public.referral_events
      (territory_id, referral_id, at, kind, by_kind, details, retention_class, purge_after)
      SELECT DISTINCT ON (m.id) here, m.id, public.current_instant(), 'handedOver', 'system',
        jsonb_build_object('to', successor.display_name || ', ' || successor.name), e.retention_class, e.purge_after
      FROM moved m JOIN public.referral_events e ON e.territory_id = here AND e.referral_id = m.id
      ORDER BY m.id, e.id)
    SELECT 'referrals', m.id FROM moved m;
    RETURN QUERY UPDATE public.appointments a
      SET organisation_id = successor.organisation_id, member_id = successor.member_id,
        updated_at = public.current_instant()
      WHERE a.territory_id = here AND a.beneficiary_id = person AND a.status = 'planned'
        AND a.organisation_id = ANY (outside)
      RETURNING 'appointments', a.id;
    RETURN QUERY UPDATE public.call_backs c
      SET organisation_id = successor.organisation_id,
        member_id = CASE WHEN c.member_id IS NULL THEN NULL ELSE successor.member_id END
      WHERE c.territory_id = here AND c.beneficiary_id = person AND c.done_at IS NULL
        AND c.organisation_id = ANY (outside)
      RETURNING 'callBacks', c.id;
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION take_back_open_work FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION take_back_open_work TO pouvoir_bouger_app;
