-- A device let in by a paper code sees only what was booked since. That somebody asked for that very ride for the same person before
-- is all it is told of it: asking for it again can then be answered in words, and not by a constraint.
CREATE FUNCTION ride_asked_already(asked_offer text, departs timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  person text := public.way_in_person();
  known boolean;
BEGIN
  IF person IS NULL THEN
    RETURN false;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT EXISTS (SELECT FROM public.bookings b
    WHERE b.territory_id = public.current_territory() AND b.beneficiary_id = person AND b.offer_id = asked_offer
      AND b.depart_at = departs AND b.status IN ('requested', 'confirmed')) INTO known;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN known;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ride_asked_already FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ride_asked_already TO pouvoir_bouger_app;
