-- Whoever proposed another hour of their own usual trip drives at it once the person, or whoever answers for them, says yes: a member or a
-- program that sees the ride may write that down of the driver who is named in the proposal, and of nobody else.
CREATE POLICY proposed_hour ON driver_rides FOR INSERT WITH CHECK (
  current_actor_kind() IN ('member', 'program') AND EXISTS (
    SELECT FROM bookings b WHERE b.territory_id = driver_rides.territory_id AND b.id = driver_rides.booking_id
      AND b.proposal ->> 'driverId' = driver_rides.driver_id AND driver_of_offer(b.offer_id) = driver_rides.driver_id));
--> statement-breakpoint
-- Nobody asks whether a structure has carpools: whoever sends volunteers out takes carpoolers as well.
DROP FUNCTION driving_structures();
--> statement-breakpoint
CREATE FUNCTION driving_structures()
RETURNS TABLE (id text, name text, phone text, email text, illustrative boolean, volunteers boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  RETURN QUERY
    SELECT o.id, o.name, o.phone, o.email, o.illustrative, bool_or(f.kind = 'volunteerDriving')
    FROM public.organisations o
    JOIN public.offers f ON f.territory_id = o.territory_id AND f.organisation_id = o.id AND f.archived_at IS NULL
      AND f.kind IN ('volunteerDriving', 'carpool')
    WHERE o.territory_id = public.current_territory() AND o.kind = 'provider'
    GROUP BY o.id, o.name, o.phone, o.email, o.illustrative
    ORDER BY o.name, o.id;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION driving_structures() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION driving_structures() TO pouvoir_bouger_app;
