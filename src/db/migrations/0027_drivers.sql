CREATE TABLE "driver_absences" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"driver_id" text NOT NULL,
	"from" date NOT NULL,
	"until" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "driver_absences_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "driver_absences_dates" CHECK ("driver_absences"."until" >= "driver_absences"."from")
);
--> statement-breakpoint
CREATE TABLE "driver_checks" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"driver_id" text NOT NULL,
	"kind" text NOT NULL,
	"checked_on" date NOT NULL,
	"valid_until" date,
	"checked_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "driver_checks_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "driver_checks_kind" CHECK ("driver_checks"."kind" in ('licence', 'insurance', 'honorability')),
	CONSTRAINT "driver_checks_dates" CHECK ("driver_checks"."valid_until" is null or "driver_checks"."valid_until" >= "driver_checks"."checked_on")
);
--> statement-breakpoint
CREATE TABLE "driver_offers" (
	"territory_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"driver_id" text NOT NULL,
	CONSTRAINT "driver_offers_territory_id_offer_id_pk" PRIMARY KEY("territory_id","offer_id")
);
--> statement-breakpoint
CREATE TABLE "driver_rides" (
	"territory_id" text NOT NULL,
	"booking_id" text NOT NULL,
	"driver_id" text NOT NULL,
	"run" text NOT NULL,
	"date" date NOT NULL,
	"period" "tstzrange" NOT NULL,
	"minutes" integer NOT NULL,
	"metres" integer NOT NULL,
	"holding" boolean NOT NULL,
	CONSTRAINT "driver_rides_territory_id_booking_id_pk" PRIMARY KEY("territory_id","booking_id"),
	CONSTRAINT "driver_rides_period" CHECK (not isempty("driver_rides"."period"))
);
--> statement-breakpoint
CREATE TABLE "drivers" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"status_reason" text,
	"first_name" text NOT NULL,
	"last_name" text,
	"phone" text NOT NULL,
	"phone_digits" text NOT NULL,
	"email" text,
	"commune" text NOT NULL,
	"language" text NOT NULL,
	"seats" smallint NOT NULL,
	"max_detour_minutes" smallint,
	"trips" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"weekly_rides" smallint,
	"weekly_minutes" integer,
	"charter_version" text,
	"charter_accepted_at" timestamp (3) with time zone,
	"link_hash" text,
	"illustrative" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "drivers_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "drivers_kind" CHECK ("drivers"."kind" in ('volunteer', 'carpooler')),
	CONSTRAINT "drivers_status" CHECK ("drivers"."status" in ('applied', 'active', 'paused', 'left', 'refused')),
	CONSTRAINT "drivers_refusal_says_why" CHECK ("drivers"."status" <> 'refused' or "drivers"."status_reason" is not null),
	CONSTRAINT "drivers_seats" CHECK ("drivers"."seats" between 1 and 8),
	CONSTRAINT "drivers_charter" CHECK (("drivers"."charter_version" is null) = ("drivers"."charter_accepted_at" is null))
);
--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "reassign_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "driver_absences" ADD CONSTRAINT "driver_absences_territory_id_driver_id_drivers_territory_id_id_fk" FOREIGN KEY ("territory_id","driver_id") REFERENCES "public"."drivers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "driver_checks" ADD CONSTRAINT "driver_checks_territory_id_driver_id_drivers_territory_id_id_fk" FOREIGN KEY ("territory_id","driver_id") REFERENCES "public"."drivers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "driver_offers" ADD CONSTRAINT "driver_offers_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "driver_offers" ADD CONSTRAINT "driver_offers_territory_id_driver_id_drivers_territory_id_id_fk" FOREIGN KEY ("territory_id","driver_id") REFERENCES "public"."drivers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "driver_rides" ADD CONSTRAINT "driver_rides_territory_id_booking_id_bookings_territory_id_id_fk" FOREIGN KEY ("territory_id","booking_id") REFERENCES "public"."bookings"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "driver_rides" ADD CONSTRAINT "driver_rides_territory_id_driver_id_drivers_territory_id_id_fk" FOREIGN KEY ("territory_id","driver_id") REFERENCES "public"."drivers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drivers" ADD CONSTRAINT "drivers_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "driver_absences_territory_id_driver_id_index" ON "driver_absences" USING btree ("territory_id","driver_id");--> statement-breakpoint
CREATE INDEX "driver_checks_territory_id_driver_id_index" ON "driver_checks" USING btree ("territory_id","driver_id");--> statement-breakpoint
CREATE INDEX "driver_offers_territory_id_driver_id_index" ON "driver_offers" USING btree ("territory_id","driver_id");--> statement-breakpoint
CREATE INDEX "driver_rides_territory_id_driver_id_date_index" ON "driver_rides" USING btree ("territory_id","driver_id","date");--> statement-breakpoint
CREATE INDEX "drivers_territory_id_organisation_id_status_index" ON "drivers" USING btree ("territory_id","organisation_id","status");--> statement-breakpoint
CREATE UNIQUE INDEX "drivers_link" ON "drivers" USING btree ("link_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "drivers_known_once" ON "drivers" USING btree ("territory_id","organisation_id","phone_digits") WHERE "drivers"."status" in ('applied', 'active', 'paused');--> statement-breakpoint
-- A driver who is forgotten leaves the ride behind, and not the other way round.
ALTER TABLE bookings ADD CONSTRAINT bookings_driver FOREIGN KEY (territory_id, driver_id)
  REFERENCES drivers (territory_id, id) ON DELETE SET NULL (driver_id);
--> statement-breakpoint
-- Nobody drives two ways at once. Who sits in the same car is the same run.
ALTER TABLE driver_rides ADD CONSTRAINT driver_rides_held_once EXCLUDE USING gist (
  territory_id WITH =, driver_id WITH =, run WITH <>, period WITH &&
) WHERE (holding);
--> statement-breakpoint

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['drivers', 'driver_checks', 'driver_absences', 'driver_offers', 'driver_rides'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 1. Drivers are their structure's, and nobody else's. A stranger applies; by their link they see themselves, and leave.
CREATE POLICY own_structure ON drivers USING (
  current_actor_kind() IN ('member', 'program') AND organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY applied ON drivers FOR INSERT WITH CHECK (
  current_actor_kind() = 'visitor' AND status = 'applied' AND NOT illustrative AND link_hash = held_link());
--> statement-breakpoint
CREATE POLICY by_link ON drivers FOR SELECT USING (current_actor_kind() = 'visitor' AND link_hash = held_link());
--> statement-breakpoint
CREATE POLICY leaves_by_link ON drivers FOR UPDATE
  USING (current_actor_kind() = 'visitor' AND link_hash = held_link())
  WITH CHECK (current_actor_kind() <> 'visitor' OR status = 'left');
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['driver_checks', 'driver_absences', 'driver_offers'] LOOP
    EXECUTE format('CREATE POLICY with_the_driver ON %1$I USING (current_actor_kind() IN (''member'', ''program'') AND EXISTS (
      SELECT FROM drivers d WHERE d.territory_id = %1$I.territory_id AND d.id = %1$I.driver_id))', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 2. Whose offer it is, where it was made of a driver's usual trips: an id and nothing else, for whoever answers by link.
CREATE FUNCTION driver_of_offer(offer text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  found_id text;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT o.driver_id INTO found_id FROM public.driver_offers o
  WHERE o.territory_id = public.current_territory() AND o.offer_id = offer;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN found_id;
END $$;
--> statement-breakpoint
-- The structures one may drive with: those that answer for rides of that kind.
CREATE FUNCTION driving_structures()
RETURNS TABLE (id text, name text, phone text, email text, illustrative boolean, volunteers boolean, carpools boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  RETURN QUERY
    SELECT o.id, o.name, o.phone, o.email, o.illustrative,
      bool_or(f.kind = 'volunteerDriving'), bool_or(f.kind = 'carpool')
    FROM public.organisations o
    JOIN public.offers f ON f.territory_id = o.territory_id AND f.organisation_id = o.id AND f.archived_at IS NULL
      AND f.kind IN ('volunteerDriving', 'carpool')
    WHERE o.territory_id = public.current_territory() AND o.kind = 'provider'
    GROUP BY o.id, o.name, o.phone, o.email, o.illustrative
    ORDER BY o.name, o.id;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['driver_of_offer(text)', 'driving_structures()'] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pouvoir_bouger_app', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 3. Who drives goes with the ride, and with the driver. Only the structure says who does; whoever answers by link may say it of
--    the driver whose offer it is, and let go of it.
CREATE POLICY with_the_booking ON driver_rides FOR SELECT USING (EXISTS (
  SELECT FROM bookings b WHERE b.territory_id = driver_rides.territory_id AND b.id = driver_rides.booking_id));
--> statement-breakpoint
CREATE POLICY with_the_driver ON driver_rides USING (current_actor_kind() IN ('member', 'program') AND EXISTS (
  SELECT FROM drivers d WHERE d.territory_id = driver_rides.territory_id AND d.id = driver_rides.driver_id));
--> statement-breakpoint
CREATE POLICY own_offer ON driver_rides FOR INSERT WITH CHECK (current_actor_kind() = 'visitor' AND EXISTS (
  SELECT FROM bookings b WHERE b.territory_id = driver_rides.territory_id AND b.id = driver_rides.booking_id
    AND driver_of_offer(b.offer_id) = driver_rides.driver_id));
--> statement-breakpoint
CREATE POLICY let_go ON driver_rides FOR UPDATE USING (EXISTS (
    SELECT FROM bookings b WHERE b.territory_id = driver_rides.territory_id AND b.id = driver_rides.booking_id))
  WITH CHECK (NOT holding);
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON drivers, driver_checks, driver_absences, driver_offers, driver_rides TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (status, status_reason, first_name, last_name, phone, phone_digits, email, commune, language, seats, max_detour_minutes,
  trips, weekly_rides, weekly_minutes, charter_version, charter_accepted_at, link_hash, version, updated_at,
  retention_class, purge_after) ON drivers TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (driver_id, run, date, period, minutes, metres, holding) ON driver_rides TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (reassign_since) ON bookings TO pouvoir_bouger_app;
