-- What rows of before did not tell: nothing was booked yet but by tests and programs, and what waits is answered at once.
CREATE TABLE "booking_events" (
	"territory_id" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "booking_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"booking_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"by_kind" text NOT NULL,
	"text" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "booking_events_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "way_ins" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"token_hash" text,
	"beneficiary_id" text,
	"contact" text,
	"channel" text,
	"language" text,
	"draft_id" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"last_seen_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "way_ins_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "way_ins_kind" CHECK ("way_ins"."kind" in ('link', 'device', 'code', 'calendar')),
	CONSTRAINT "way_ins_channel" CHECK ("way_ins"."kind" <> 'link' or "way_ins"."channel" in ('sms', 'email')),
	CONSTRAINT "way_ins_of_somebody" CHECK ("way_ins"."kind" = 'link' or "way_ins"."beneficiary_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "direction" text DEFAULT 'outbound' NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ALTER COLUMN "direction" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "arrive_by" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "depart_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "ride" jsonb;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "offer_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ALTER COLUMN "offer_version" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "offer" jsonb DEFAULT '{"kind":"carpool","title":"","provider":{"name":"","phone":null,"email":null},"illustrative":false}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ALTER COLUMN "offer" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "rider" jsonb DEFAULT '{"firstName":null,"phone":null,"email":null,"language":null}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ALTER COLUMN "rider" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "needs" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "group_id" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "replaces_id" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "driver_id" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "reason_text" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "answer_due_at" timestamp (3) with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "bookings" ALTER COLUMN "answer_due_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "reminded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "proposal" jsonb;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "link_hashes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "link_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "dedupe_key" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "send_after" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "booking_events" ADD CONSTRAINT "booking_events_territory_id_booking_id_bookings_territory_id_id_fk" FOREIGN KEY ("territory_id","booking_id") REFERENCES "public"."bookings"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "way_ins" ADD CONSTRAINT "way_ins_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "way_ins" ADD CONSTRAINT "way_ins_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "booking_events_territory_id_booking_id_id_index" ON "booking_events" USING btree ("territory_id","booking_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "way_ins_token" ON "way_ins" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "way_ins_territory_id_beneficiary_id_index" ON "way_ins" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE INDEX "bookings_territory_id_provider_organisation_id_status_index" ON "bookings" USING btree ("territory_id","provider_organisation_id","status");--> statement-breakpoint
CREATE INDEX "bookings_links" ON "bookings" USING gin ("link_hashes");--> statement-breakpoint
CREATE INDEX "bookings_waiting" ON "bookings" USING btree ("territory_id","answer_due_at") WHERE "bookings"."status" = 'requested';--> statement-breakpoint
CREATE UNIQUE INDEX "bookings_asked_once" ON "bookings" USING btree ("territory_id","beneficiary_id","offer_id","depart_at") WHERE "bookings"."status" in ('requested', 'confirmed');--> statement-breakpoint
CREATE UNIQUE INDEX "messages_once" ON "messages" USING btree ("territory_id","dedupe_key");--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_direction" CHECK ("bookings"."direction" in ('outbound', 'return'));--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_refusal_says_why" CHECK ("bookings"."status" <> 'refused' or "bookings"."reason" is not null);--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_requested_has_a_deadline" CHECK ("bookings"."status" <> 'requested' or "bookings"."answer_due_at" is not null);--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_channel" CHECK ("messages"."channel" in ('email', 'sms'));--> statement-breakpoint

-- 1. Who holds a device that was let in is that person, for their rides alone. After 90 days of silence it says no one until a
--    birth year was given. It looks with the caller's own eyes: a visitor sees the one row whose secret they hold.
CREATE FUNCTION way_in_person() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT w.beneficiary_id FROM way_ins w
    WHERE current_actor_kind() = 'visitor' AND w.territory_id = current_territory() AND w.token_hash = held_link()
      AND w.kind = 'device' AND w.revoked_at IS NULL AND w.expires_at > current_instant()
      AND w.last_seen_at > current_instant() - interval '90 days' $$;
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['way_ins', 'booking_events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY workers ON way_ins USING (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE POLICY held ON way_ins FOR SELECT USING (current_actor_kind() = 'visitor' AND token_hash = held_link());
--> statement-breakpoint
-- Whoever asks for a link is nobody yet.
CREATE POLICY asked ON way_ins FOR INSERT WITH CHECK (
  current_actor_kind() = 'visitor' AND kind = 'link' AND token_hash IS NULL AND beneficiary_id IS NULL);
--> statement-breakpoint
CREATE POLICY of_our_people ON way_ins USING (
  current_actor_kind() IN ('member', 'program') AND beneficiary_id IS NOT NULL AND holds_file(beneficiary_id));
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE, UPDATE (token_hash, beneficiary_id, contact, attempts, sent_at, expires_at, used_at,
  last_seen_at, revoked_at, purge_after) ON way_ins TO pouvoir_bouger_app;
--> statement-breakpoint

-- 2. The one door by which a link lets somebody in: once, before it lapses. Of an unknown phone or mail it opens a file with the
--    team of the territory. Acts as its owner, and as `system` for as long as it lasts, as `open_beneficiary_file` does. Null where
--    the link opens nothing.
CREATE FUNCTION take_way_in(device_id text, device_hash text, device_until timestamptz, new_person text, team text,
  digits text, class text, keep_until timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  way public.way_ins;
  person text;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT * INTO way FROM public.way_ins w
  WHERE w.territory_id = public.current_territory() AND w.token_hash = public.held_link() AND w.kind = 'link'
    AND w.used_at IS NULL AND w.revoked_at IS NULL AND w.expires_at > public.current_instant()
  FOR UPDATE;
  IF FOUND THEN
    person := way.beneficiary_id;
    IF person IS NULL THEN
      person := new_person;
      INSERT INTO public.beneficiaries (territory_id, id, organisation_id, created_at, retention_class, purge_after)
      VALUES (way.territory_id, person, team, public.current_instant(), class, keep_until);
      INSERT INTO public.beneficiary_access
        (territory_id, beneficiary_id, organisation_id, scope, basis, "from", retention_class, purge_after)
      VALUES (way.territory_id, person, team, 'file', 'publicInterestMission', public.current_instant(), class, keep_until);
      INSERT INTO public.beneficiary_identities
        (territory_id, beneficiary_id, phone, email, phone_digits, language, retention_class, purge_after)
      VALUES (way.territory_id, person,
        CASE way.channel WHEN 'sms' THEN way.contact END, CASE way.channel WHEN 'email' THEN way.contact END,
        CASE way.channel WHEN 'sms' THEN digits END, way.language, class, keep_until);
    END IF;
    UPDATE public.way_ins w SET used_at = public.current_instant(), contact = NULL, beneficiary_id = person
    WHERE w.territory_id = way.territory_id AND w.id = way.id;
    INSERT INTO public.way_ins (territory_id, id, kind, token_hash, beneficiary_id, language, created_by, created_at,
      expires_at, last_seen_at, retention_class, purge_after)
    VALUES (way.territory_id, device_id, 'device', device_hash, person, way.language, 'visitor', public.current_instant(),
      device_until, public.current_instant(), class, device_until);
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN person;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION take_way_in FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION take_way_in TO pouvoir_bouger_app;
--> statement-breakpoint

-- A form that waited for a link goes on where it is opened, which may be another device (`take_way_in` of the migration `way_in`).
CREATE POLICY handed_on ON form_drafts USING (current_actor_kind() = 'wayIn' AND organisation_id IS NULL);
--> statement-breakpoint

-- 3. To whom a ride of that offer is put: the organisation of the territory that offers it, or the one of that SIRET. Tells a
--    visitor an id and nothing else.
CREATE FUNCTION provider_of_offer(offer text, offer_siret text)
RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  found_id text;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT o.id INTO found_id FROM public.organisations o
  JOIN public.offers f ON f.territory_id = o.territory_id AND f.organisation_id = o.id
  WHERE o.territory_id = public.current_territory() AND f.id = offer AND o.kind = 'provider';
  IF found_id IS NULL AND offer_siret IS NOT NULL THEN
    SELECT o.id INTO found_id FROM public.organisations o
    WHERE o.territory_id = public.current_territory() AND o.siret = offer_siret ORDER BY o.id LIMIT 1;
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN found_id;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION provider_of_offer FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION provider_of_offer TO pouvoir_bouger_app;
--> statement-breakpoint

-- 4. Bookings: the person by their device; whoever is asked, by the link they were sent. A link answers, it leads nowhere else
--    and lasts no longer than it was given: only a worker gives links.
CREATE POLICY own_rides ON bookings USING (current_actor_kind() = 'visitor' AND beneficiary_id = way_in_person());
--> statement-breakpoint
CREATE POLICY by_link ON bookings FOR SELECT USING (
  current_actor_kind() = 'visitor' AND link_hashes @> ARRAY[held_link()] AND link_expires_at > current_instant());
--> statement-breakpoint
CREATE POLICY answered_by_link ON bookings FOR UPDATE USING (
  current_actor_kind() = 'visitor' AND link_hashes @> ARRAY[held_link()] AND link_expires_at > current_instant());
--> statement-breakpoint
CREATE FUNCTION links_are_given_by_workers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'only a worker gives links to a booking' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER links_are_given_by_workers BEFORE UPDATE ON bookings FOR EACH ROW
  WHEN (current_actor_kind() <> 'system'
    AND (NEW.link_hashes IS DISTINCT FROM OLD.link_hashes OR NEW.link_expires_at IS DISTINCT FROM OLD.link_expires_at))
  EXECUTE FUNCTION links_are_given_by_workers();
--> statement-breakpoint
GRANT UPDATE (ride, reason, reason_text, answer_due_at, reminded_at, proposal, driver_id, version, link_hashes,
  link_expires_at) ON bookings TO pouvoir_bouger_app;
--> statement-breakpoint
-- Seats and vehicles say nothing of a person: whoever looks for a ride may count them.
CREATE POLICY visitors_count ON booking_seats FOR SELECT USING (current_actor_kind() = 'visitor');
--> statement-breakpoint
CREATE POLICY visitors_count ON vehicle_loans FOR SELECT USING (current_actor_kind() = 'visitor');
--> statement-breakpoint
-- Another time was agreed upon: the seat is the one of that time.
GRANT UPDATE (seat_number, date, depart_seconds, arrive_seconds, period) ON booking_seats TO pouvoir_bouger_app;
--> statement-breakpoint
CREATE POLICY with_the_booking ON booking_events USING (current_actor_kind() = 'system' OR EXISTS (
  SELECT FROM bookings b WHERE b.territory_id = booking_events.territory_id AND b.id = booking_events.booking_id));
--> statement-breakpoint
CREATE POLICY signed ON booking_events AS RESTRICTIVE FOR INSERT WITH CHECK (CASE by_kind
  WHEN 'system' THEN current_actor_kind() = 'system'
  WHEN 'adviser' THEN current_actor_kind() IN ('member', 'program')
  WHEN 'person' THEN current_actor_kind() = 'visitor' AND EXISTS (SELECT FROM bookings b
    WHERE b.territory_id = booking_events.territory_id AND b.id = booking_events.booking_id
      AND b.beneficiary_id = way_in_person())
  ELSE true END);
--> statement-breakpoint
GRANT SELECT, INSERT ON booking_events TO pouvoir_bouger_app;
