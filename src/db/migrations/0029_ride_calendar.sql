-- A person subscribes to their rides with a calendar: its address reads them, and does nothing else. It is made by the device that lets
-- them in, one at a time; never by one that a code on paper let in, which may be somebody else's.
CREATE FUNCTION calendar_person() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT w.beneficiary_id FROM way_ins w
    WHERE current_actor_kind() = 'visitor' AND w.territory_id = current_territory() AND w.token_hash = held_link()
      AND w.kind = 'calendar' AND w.revoked_at IS NULL AND w.expires_at > current_instant() $$;
--> statement-breakpoint
CREATE POLICY in_their_calendar ON bookings FOR SELECT USING (
  current_actor_kind() = 'visitor' AND beneficiary_id = calendar_person());
--> statement-breakpoint
-- Since when the person of the device has a calendar; null where they have none.
CREATE FUNCTION ride_calendar_since() RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  person text := public.way_in_person();
  since timestamptz;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT max(w.created_at) INTO since FROM public.way_ins w
  WHERE w.territory_id = public.current_territory() AND w.beneficiary_id = person AND w.kind = 'calendar'
    AND w.revoked_at IS NULL AND w.expires_at > public.current_instant();
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN since;
END $$;
--> statement-breakpoint
-- In the place of the one there was. The same hash again is the same calendar. False where the device lets nobody in, or not for good.
CREATE FUNCTION open_ride_calendar(calendar_id text, hash text, reads text, until timestamptz, class text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  person text := public.way_in_person();
  given public.way_ins;
BEGIN
  IF person IS NULL OR public.rides_since() IS NOT NULL THEN
    RETURN false;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  -- Two forms at once are one calendar.
  PERFORM pg_advisory_xact_lock(hashtextextended('calendar ' || public.current_territory() || ' ' || person, 0));
  SELECT * INTO given FROM public.way_ins w WHERE w.token_hash = hash;
  IF NOT FOUND THEN
    UPDATE public.way_ins w SET revoked_at = public.current_instant()
    WHERE w.territory_id = public.current_territory() AND w.beneficiary_id = person AND w.kind = 'calendar'
      AND w.revoked_at IS NULL;
    INSERT INTO public.way_ins (territory_id, id, kind, token_hash, beneficiary_id, language, created_by, created_at, expires_at,
      retention_class, purge_after)
    VALUES (public.current_territory(), calendar_id, 'calendar', hash, person, reads, 'visitor', public.current_instant(), until,
      class, until);
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN given.id IS NULL OR (given.beneficiary_id = person AND given.kind = 'calendar' AND given.revoked_at IS NULL);
END $$;
--> statement-breakpoint
CREATE FUNCTION close_ride_calendar() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  person text := public.way_in_person();
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  UPDATE public.way_ins w SET revoked_at = public.current_instant()
  WHERE w.territory_id = public.current_territory() AND w.beneficiary_id = person AND w.kind = 'calendar'
    AND w.revoked_at IS NULL;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ride_calendar_since, open_ride_calendar, close_ride_calendar FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ride_calendar_since, open_ride_calendar, close_ride_calendar TO pouvoir_bouger_app;
