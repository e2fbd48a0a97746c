-- What is open follows a person who is handed over: referrals that wait or run, appointments that are planned, calls to make. What is
-- over stays where it happened. Rows of another organisation are nobody's to change but its own, and none may be put in another's
-- name: the function does both, towards the one referent who was just named, and tells what it moved.
--   From the organisation that hands over to another: all of it. In the organisation of the next referent: what the last
--   referent there did; a colleague's appointment stays the colleague's, a call that is the team's the team's.
CREATE FUNCTION hand_over_open_work(person text, successor text)
RETURNS TABLE (what text, moved_id text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  here text := public.current_territory();
  ours text := public.current_organisation();
  theirs text;
  since timestamptz;
  former text[];
  referrer jsonb;
BEGIN
  IF ours IS NULL OR NOT public.holds_file(person) THEN
    RETURN;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT r.organisation_id, r."from" INTO theirs, since FROM public.referents r
  WHERE r.territory_id = here AND r.beneficiary_id = person AND r.member_id = successor AND r.until IS NULL;
  IF theirs IS NOT NULL THEN
    former := ARRAY(SELECT r.member_id FROM public.referents r
      WHERE r.territory_id = here AND r.beneficiary_id = person AND r.organisation_id = theirs
        AND r.until = since AND r.member_id <> successor);
    -- Whom a provider calls about somebody is who answers for them now.
    SELECT jsonb_build_object('organisation', o.name, 'name', m.display_name, 'phone', o.phone, 'email', m.email)
    INTO referrer FROM public.members m
    JOIN public.organisations o ON o.territory_id = m.territory_id AND o.id = m.organisation_id
    WHERE m.territory_id = here AND m.id = successor;

    RETURN QUERY UPDATE public.referrals r
      SET organisation_id = theirs, parties = jsonb_set(r.parties, '{referrer}', referrer),
        version = r.version + 1, updated_at = public.current_instant()
      WHERE r.territory_id = here AND r.beneficiary_id = person AND r.organisation_id IN (ours, theirs)
        AND r.status IN ('sent', 'accepted', 'started')
      RETURNING 'referrals', r.id;
    RETURN QUERY UPDATE public.appointments a
      SET organisation_id = theirs, member_id = successor, updated_at = public.current_instant()
      WHERE a.territory_id = here AND a.beneficiary_id = person AND a.status = 'planned'
        AND (a.organisation_id = ours AND ours <> theirs OR a.organisation_id = theirs AND a.member_id = ANY (former))
      RETURNING 'appointments', a.id;
    RETURN QUERY UPDATE public.call_backs c
      SET organisation_id = theirs, member_id = CASE WHEN c.member_id IS NULL THEN NULL ELSE successor END
      WHERE c.territory_id = here AND c.beneficiary_id = person AND c.done_at IS NULL
        AND (c.organisation_id = ours AND ours <> theirs OR c.organisation_id = theirs AND c.member_id = ANY (former))
      RETURNING 'callBacks', c.id;
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION hand_over_open_work FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hand_over_open_work TO pouvoir_bouger_app;
