CREATE TABLE "event_sign_ups" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"event_id" text NOT NULL,
	"name" text NOT NULL,
	"structure" text,
	"channel" text NOT NULL,
	"contact" text NOT NULL,
	"status" text NOT NULL,
	"link_hashes" text[] NOT NULL,
	"consent_wording" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "event_sign_ups_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "event_sign_ups_status" CHECK ("event_sign_ups"."status" in ('seated', 'waiting')),
	CONSTRAINT "event_sign_ups_forgotten" CHECK ("event_sign_ups"."purge_after" is not null)
);
--> statement-breakpoint
CREATE TABLE "events" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"audience" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"commune" text,
	"lon" double precision,
	"lat" double precision,
	"place_label" text,
	"online_url" text,
	"organiser_id" text,
	"places" smallint,
	"illustrative" boolean DEFAULT false NOT NULL,
	"cancelled_at" timestamp (3) with time zone,
	"cancel_reason" text,
	"archived_at" timestamp (3) with time zone,
	"changed_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "events_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "events_hours" CHECK ("events"."ends_at" > "events"."starts_at"),
	CONSTRAINT "events_places" CHECK ("events"."places" between 1 and 1000),
	CONSTRAINT "events_somewhere" CHECK (("events"."commune" is null) <> ("events"."online_url" is null)),
	CONSTRAINT "events_say_why" CHECK (("events"."cancelled_at" is null) = ("events"."cancel_reason" is null))
);
--> statement-breakpoint
ALTER TABLE "event_sign_ups" ADD CONSTRAINT "event_sign_ups_territory_id_event_id_events_territory_id_id_fk" FOREIGN KEY ("territory_id","event_id") REFERENCES "public"."events"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_territory_id_organiser_id_partners_territory_id_id_fk" FOREIGN KEY ("territory_id","organiser_id") REFERENCES "public"."partners"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "event_sign_ups_once" ON "event_sign_ups" USING btree ("territory_id","event_id","contact");--> statement-breakpoint
CREATE INDEX "events_territory_id_starts_at_index" ON "events" USING btree ("territory_id","starts_at");--> statement-breakpoint

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['events', 'event_sign_ups'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 1. Events are everybody's to read and the pôle ressources' to write.
CREATE POLICY professionals ON events FOR SELECT USING (current_actor_kind() IN ('member', 'program'));
--> statement-breakpoint
CREATE POLICY visitors ON events FOR SELECT USING (current_actor_kind() = 'visitor' AND archived_at IS NULL);
--> statement-breakpoint
CREATE POLICY resource_centre_adds ON events FOR INSERT
  WITH CHECK (current_actor_kind() = 'member' AND current_member_role() = 'resourceCentre');
--> statement-breakpoint
CREATE POLICY resource_centre_changes ON events FOR UPDATE
  USING (current_actor_kind() = 'member' AND current_member_role() = 'resourceCentre');
--> statement-breakpoint

-- 2. Who comes is the pôle ressources' to know, and each one's own by the link they were sent.
CREATE POLICY resource_centre_reads ON event_sign_ups FOR SELECT
  USING (current_actor_kind() = 'member' AND current_member_role() = 'resourceCentre');
--> statement-breakpoint
CREATE POLICY resource_centre_changes ON event_sign_ups FOR UPDATE
  USING (current_actor_kind() = 'member' AND current_member_role() = 'resourceCentre');
--> statement-breakpoint
CREATE POLICY held ON event_sign_ups FOR SELECT
  USING (current_actor_kind() = 'visitor' AND link_hashes @> ARRAY[held_link()]);
--> statement-breakpoint
CREATE POLICY held_signs_off ON event_sign_ups FOR DELETE
  USING (current_actor_kind() = 'visitor' AND link_hashes @> ARRAY[held_link()]);
--> statement-breakpoint
CREATE POLICY signs_up ON event_sign_ups FOR INSERT WITH CHECK (
  current_actor_kind() = 'visitor' AND link_hashes = ARRAY[held_link()] AND EXISTS (
    SELECT FROM events e
    WHERE e.territory_id = event_sign_ups.territory_id AND e.id = event_sign_ups.event_id
      AND e.cancelled_at IS NULL AND e.archived_at IS NULL AND e.starts_at > current_instant()));
--> statement-breakpoint
GRANT SELECT, INSERT ON events, event_sign_ups TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (version, kind, title, description, audience, starts_at, ends_at, commune, lon, lat, place_label, online_url, organiser_id,
  places, cancelled_at, cancel_reason, archived_at, changed_by, updated_at) ON events TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT DELETE, UPDATE (status, link_hashes, purge_after) ON event_sign_ups TO pouvoir_bouger_app;
--> statement-breakpoint

-- 3. No more people are seated than there are places, and nobody before whoever waits: those who sign up hold the event's row until
-- they are done.
CREATE FUNCTION seat_sign_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  there_are smallint;
  taken bigint;
  before_them bigint;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT e.places INTO there_are FROM public.events e
  WHERE e.territory_id = NEW.territory_id AND e.id = NEW.event_id FOR UPDATE;
  SELECT count(*) FILTER (WHERE s.status = 'seated'), count(*) FILTER (WHERE s.status = 'waiting') INTO taken, before_them
  FROM public.event_sign_ups s
  WHERE s.territory_id = NEW.territory_id AND s.event_id = NEW.event_id AND s.id <> NEW.id;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  IF TG_OP = 'INSERT' THEN
    NEW.status := CASE WHEN there_are IS NULL OR (taken < there_are AND before_them = 0) THEN 'seated' ELSE 'waiting' END;
  ELSIF NEW.status = 'seated' AND taken >= there_are THEN
    RAISE EXCEPTION 'no place is left' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'event_sign_ups_places';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER seat_sign_up BEFORE INSERT OR UPDATE OF status ON event_sign_ups FOR EACH ROW EXECUTE FUNCTION seat_sign_up();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION seat_sign_up FROM PUBLIC;
--> statement-breakpoint

-- 4. How many come to each event of the territory, for whoever may not know who.
CREATE FUNCTION event_turnout(asked text[]) RETURNS TABLE (event_id text, seated integer, waiting integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  RETURN QUERY SELECT s.event_id, (count(*) FILTER (WHERE s.status = 'seated'))::integer,
    (count(*) FILTER (WHERE s.status = 'waiting'))::integer
  FROM public.event_sign_ups s WHERE s.territory_id = public.current_territory() AND s.event_id = ANY (asked) GROUP BY s.event_id;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION event_turnout FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION event_turnout TO pouvoir_bouger_app;
