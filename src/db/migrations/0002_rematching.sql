CREATE TABLE "catalogue_changes" (
	"territory_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"content_version" bigint NOT NULL,
	"answer_version" bigint NOT NULL,
	CONSTRAINT "catalogue_changes_territory_id_offer_id_pk" PRIMARY KEY("territory_id","offer_id")
);
--> statement-breakpoint
CREATE TABLE "rematch_campaigns" (
	"territory_id" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "rematch_campaigns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"reason" text NOT NULL,
	"offers" integer NOT NULL,
	"total" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "rematch_campaigns_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "rematch_campaigns_reason" CHECK ("rematch_campaigns"."reason" in ('catalogue'))
);
--> statement-breakpoint
CREATE TABLE "rematch_cursors" (
	"territory_id" text PRIMARY KEY NOT NULL,
	"planned_version" bigint DEFAULT 0 NOT NULL,
	"done_version" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "landmark_sets" (
	"territory_id" text NOT NULL,
	"mode" text NOT NULL,
	"data_set" text NOT NULL,
	"payload" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "landmark_sets_territory_id_mode_data_set_pk" PRIMARY KEY("territory_id","mode","data_set")
);
--> statement-breakpoint
CREATE TABLE "offer_roads" (
	"territory_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"offer_version" integer NOT NULL,
	"data_set" text NOT NULL,
	"vectors" "bytea" NOT NULL,
	"own" "bytea" NOT NULL,
	"measured_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "offer_roads_territory_id_offer_id_pk" PRIMARY KEY("territory_id","offer_id")
);
--> statement-breakpoint
ALTER TABLE "matches" ADD COLUMN "catalogue_version" bigint;--> statement-breakpoint
ALTER TABLE "matches" ADD COLUMN "wanted_version" bigint;--> statement-breakpoint
ALTER TABLE "matches" ADD COLUMN "wanted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "matches" ADD COLUMN "campaign_id" bigint;--> statement-breakpoint
ALTER TABLE "matches" ADD COLUMN "offer_ids" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "catalogue_changes" ADD CONSTRAINT "catalogue_changes_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rematch_campaigns" ADD CONSTRAINT "rematch_campaigns_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rematch_cursors" ADD CONSTRAINT "rematch_cursors_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "landmark_sets" ADD CONSTRAINT "landmark_sets_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_roads" ADD CONSTRAINT "offer_roads_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "catalogue_changes_content" ON "catalogue_changes" USING btree ("territory_id","content_version","offer_id");--> statement-breakpoint
CREATE INDEX "catalogue_changes_answer" ON "catalogue_changes" USING btree ("territory_id","answer_version","offer_id");--> statement-breakpoint
CREATE INDEX "offer_roads_data_set" ON "offer_roads" USING btree ("territory_id","data_set");--> statement-breakpoint
CREATE INDEX "matches_wanted" ON "matches" USING btree ("territory_id","wanted_at") WHERE "matches"."wanted_version" is not null;--> statement-breakpoint
CREATE INDEX "matches_campaign" ON "matches" USING btree ("territory_id","campaign_id") WHERE "matches"."campaign_id" is not null;--> statement-breakpoint
CREATE INDEX "matches_offers" ON "matches" USING gin ("offer_ids");--> statement-breakpoint

-- 1. The walls, as in 0001. What each offer last changed and what the road says of it is for workers.
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['catalogue_changes', 'landmark_sets', 'offer_roads', 'rematch_cursors',
    'rematch_campaigns'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format(
      'CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', one);
  END LOOP;
  FOREACH one IN ARRAY ARRAY['landmark_sets', 'offer_roads', 'rematch_cursors', 'rematch_campaigns'] LOOP
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY workers ON catalogue_changes FOR SELECT USING (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE POLICY administration ON catalogue_changes
  USING (territory_id = current_territory() AND current_actor_kind() = 'administrator');
--> statement-breakpoint
-- How far a re-matching is: figures, nobody's in particular.
CREATE POLICY professionals ON rematch_campaigns FOR SELECT
  USING (current_actor_kind() IN ('program', 'member'));
--> statement-breakpoint
CREATE POLICY told_by_triggers ON outbox_events FOR INSERT
  WITH CHECK (territory_id = current_territory() AND current_actor_kind() = 'administrator' AND sent_at IS NULL);
--> statement-breakpoint
GRANT SELECT ON catalogue_changes, landmark_sets, offer_roads, rematch_cursors, rematch_campaigns
  TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT INSERT, DELETE ON landmark_sets, offer_roads TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (offer_version, data_set, vectors, own, measured_at) ON offer_roads TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (planned_version, done_version) ON rematch_cursors TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (done, ended_at) ON rematch_campaigns TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (catalogue_version, wanted_version, wanted_at, campaign_id, offer_ids) ON matches TO pouvoir_bouger_app;
--> statement-breakpoint

-- 2. The catalogue's counter and what changed at which version of it, at the very end of the transaction. The counter's
--    row stays locked until the commit, so versions are seen in their order: whoever has read version n will never find
--    a lower one that it did not see. What may change an answer leaves an event, once a transaction; followers of the
--    catalogue are notified.
DROP TRIGGER raise_catalogue_version ON offers;
--> statement-breakpoint
DROP TRIGGER raise_catalogue_version ON vehicle_loans;
--> statement-breakpoint
DROP TRIGGER raise_catalogue_version ON booking_seats;
--> statement-breakpoint
DROP FUNCTION raise_catalogue_version();
--> statement-breakpoint
CREATE FUNCTION note_catalogue_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  what text := TG_ARGV[0];
  changed record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  offer text;
  mark text := pg_current_xact_id()::text || ' ' || changed.territory_id;
  raised bigint;
BEGIN
  IF what = 'offer' THEN offer := changed.id; ELSE offer := changed.offer_id; END IF;
  PERFORM set_config('app.actor_kind', 'administrator', true);
  IF current_setting('app.catalogue_raised', true) = mark THEN
    raised := current_setting('app.catalogue_version', true)::bigint;
  ELSE
    INSERT INTO public.catalogue_versions AS counter (territory_id, version) VALUES (changed.territory_id, 1)
    ON CONFLICT (territory_id) DO UPDATE SET version = counter.version + 1
    RETURNING version INTO raised;
    PERFORM set_config('app.catalogue_raised', mark, true), set_config('app.catalogue_version', raised::text, true),
      pg_notify('catalogue_changed', changed.territory_id);
  END IF;
  INSERT INTO public.catalogue_changes AS known (territory_id, offer_id, content_version, answer_version)
  VALUES (changed.territory_id, offer,
    CASE WHEN what = 'taken' THEN 0 ELSE raised END, CASE WHEN what = 'roads' THEN 0 ELSE raised END)
  ON CONFLICT (territory_id, offer_id) DO UPDATE SET
    content_version = greatest(known.content_version, excluded.content_version),
    answer_version = greatest(known.answer_version, excluded.answer_version)
  WHERE known.content_version < excluded.content_version OR known.answer_version < excluded.answer_version;
  IF what <> 'roads' AND current_setting('app.catalogue_told', true) IS DISTINCT FROM mark THEN
    INSERT INTO public.outbox_events (territory_id, event, created_at)
    VALUES (changed.territory_id, '{"type": "catalogueChanged"}', public.current_instant());
    PERFORM set_config('app.catalogue_told', mark, true), pg_notify('outbox', '');
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  one text[];
BEGIN
  FOREACH one SLICE 1 IN ARRAY ARRAY[
    ['offers', 'offer'], ['vehicle_loans', 'taken'], ['booking_seats', 'taken'], ['offer_roads', 'roads']] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER note_catalogue_change AFTER INSERT OR UPDATE OR DELETE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_catalogue_change(%L)', one[1], one[2]);
  END LOOP;
END $$;
--> statement-breakpoint

-- 3. What is there already, territory by territory: the owner may be behind the walls too.
DO $$
DECLARE
  one text;
  ids text[];
BEGIN
  PERFORM set_config('app.actor_kind', 'registry', true);
  ids := array(SELECT id FROM territories);
  FOREACH one IN ARRAY ids LOOP
    PERFORM set_config('app.territory', one, true), set_config('app.actor_kind', 'administrator', true);
    INSERT INTO catalogue_changes (territory_id, offer_id, content_version, answer_version)
    SELECT o.territory_id, o.id, v.version, v.version
    FROM offers o JOIN catalogue_versions v ON v.territory_id = o.territory_id
    WHERE o.territory_id = one AND v.version > 0;
    PERFORM set_config('app.actor_kind', 'system', true);
    INSERT INTO rematch_cursors (territory_id, planned_version, done_version)
    SELECT territory_id, version, version FROM catalogue_versions WHERE territory_id = one;
    UPDATE matches SET offer_ids = array(
      SELECT m->>'offerId' FROM jsonb_array_elements(result->'matches') m WHERE m->>'verdict' <> 'impossible')
    WHERE territory_id = one AND result IS NOT NULL;
  END LOOP;
  PERFORM set_config('app.territory', '', true), set_config('app.actor_kind', '', true);
END $$;
