CREATE TABLE "offer_confirmations" (
	"territory_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"version" integer NOT NULL,
	"confirmed_on" date NOT NULL,
	"source" text NOT NULL,
	"note" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "offer_confirmations_territory_id_offer_id_version_pk" PRIMARY KEY("territory_id","offer_id","version"),
	CONSTRAINT "offer_confirmations_source" CHECK ("offer_confirmations"."source" in ('provider', 'resourceCentre', 'program', 'import'))
);
--> statement-breakpoint
CREATE TABLE "offer_links" (
	"territory_id" text NOT NULL,
	"link_hash" text NOT NULL,
	"offer_id" text NOT NULL,
	"sent_by" text,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"answer" text,
	CONSTRAINT "offer_links_territory_id_link_hash_pk" PRIMARY KEY("territory_id","link_hash"),
	CONSTRAINT "offer_links_answer" CHECK (("offer_links"."used_at" is null) = ("offer_links"."answer" is null))
);
--> statement-breakpoint
CREATE TABLE "offer_pairs" (
	"territory_id" text NOT NULL,
	"first_id" text NOT NULL,
	"second_id" text NOT NULL,
	"decision" text NOT NULL,
	"kept_id" text,
	"kept_before" integer,
	"kept_after" integer,
	"gone_before" integer,
	"gone_after" integer,
	"decided_by" text NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "offer_pairs_territory_id_first_id_second_id_pk" PRIMARY KEY("territory_id","first_id","second_id"),
	CONSTRAINT "offer_pairs_order" CHECK ("offer_pairs"."first_id" < "offer_pairs"."second_id"),
	CONSTRAINT "offer_pairs_decision" CHECK ("offer_pairs"."decision" in ('different', 'merged', 'separate')),
	CONSTRAINT "offer_pairs_merge_is_known" CHECK (("offer_pairs"."decision" = 'merged') = (num_nulls("offer_pairs"."kept_id", "offer_pairs"."kept_before", "offer_pairs"."kept_after", "offer_pairs"."gone_before", "offer_pairs"."gone_after") = 0))
);
--> statement-breakpoint
CREATE TABLE "offer_reports" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"offer_id" text NOT NULL,
	"kind" text NOT NULL,
	"note" text,
	"member_id" text,
	"organisation_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"closed_reason" text,
	CONSTRAINT "offer_reports_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "offer_reports_kind" CHECK ("offer_reports"."kind" in ('phoneSilent', 'phoneWrong', 'linkDead', 'closed', 'changed', 'other')),
	CONSTRAINT "offer_reports_closed" CHECK (("offer_reports"."closed_at" is null) = ("offer_reports"."closed_reason" is null))
);
--> statement-breakpoint
ALTER TABLE "offer_confirmations" ADD CONSTRAINT "offer_confirmations_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_links" ADD CONSTRAINT "offer_links_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_pairs" ADD CONSTRAINT "offer_pairs_territory_id_first_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","first_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_reports" ADD CONSTRAINT "offer_reports_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offer_links_territory_id_offer_id_sent_at_index" ON "offer_links" USING btree ("territory_id","offer_id","sent_at");--> statement-breakpoint
CREATE INDEX "offer_reports_open" ON "offer_reports" USING btree ("territory_id","offer_id") WHERE "offer_reports"."closed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "offer_reports_once" ON "offer_reports" USING btree ("territory_id","offer_id","member_id") WHERE "offer_reports"."closed_at" is null and "offer_reports"."member_id" is not null;
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['offer_confirmations', 'offer_links', 'offer_reports', 'offer_pairs'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', one);
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
  END LOOP;
  -- Links, reports and pairs are the pôle ressources' to work with.
  FOREACH one IN ARRAY ARRAY['offer_links', 'offer_reports', 'offer_pairs'] LOOP
    EXECUTE format('CREATE POLICY resource_centre ON %I USING (current_actor_kind() = ''member''
      AND current_member_role() = ''resourceCentre'')', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 1. Whoever may write offers says that they are true, and whoever reads offers reads when that was said.
CREATE POLICY professionals ON offer_confirmations FOR SELECT USING (current_actor_kind() IN ('member', 'program'));
--> statement-breakpoint
CREATE POLICY professionals_add ON offer_confirmations FOR INSERT WITH CHECK (current_actor_kind() IN ('member', 'program'));
--> statement-breakpoint
CREATE FUNCTION keep_confirmation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- What a link says is written before, by the verb that used it.
  INSERT INTO offer_confirmations (territory_id, offer_id, version, confirmed_on, source, created_at)
  VALUES (NEW.territory_id, NEW.id, NEW.version, NEW.confirmed_at,
    CASE current_actor_kind() WHEN 'member' THEN 'resourceCentre' WHEN 'program' THEN 'program' ELSE 'import' END,
    current_instant())
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_confirmation_of_new AFTER INSERT ON offers FOR EACH ROW
  WHEN (NEW.confirmed_at IS NOT NULL AND current_actor_kind() IN ('member', 'program', 'system'))
  EXECUTE FUNCTION keep_confirmation();
--> statement-breakpoint
CREATE TRIGGER keep_confirmation AFTER UPDATE OF confirmed_at ON offers FOR EACH ROW
  WHEN (NEW.confirmed_at > coalesce(OLD.confirmed_at, '-infinity'::date) AND current_actor_kind() IN ('member', 'program', 'system'))
  EXECUTE FUNCTION keep_confirmation();
--> statement-breakpoint

-- 2. Whoever holds a link sees that it is one; what it says is done by the worker it stands for.
CREATE POLICY held ON offer_links FOR SELECT USING (current_actor_kind() = 'visitor' AND link_hash = held_link());
--> statement-breakpoint

-- 3. Any professional reports, and sees what their own organisation did.
CREATE POLICY own_organisation ON offer_reports FOR SELECT USING (
  current_actor_kind() = 'member' AND organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY reported ON offer_reports FOR INSERT WITH CHECK (
  current_actor_kind() = 'member' AND organisation_id = current_organisation() AND member_id IS NOT NULL AND closed_at IS NULL);
--> statement-breakpoint
GRANT SELECT, INSERT ON offer_confirmations, offer_links, offer_reports, offer_pairs TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (used_at, answer) ON offer_links TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (closed_at, closed_by, closed_reason) ON offer_reports TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (decision, kept_id, kept_before, kept_after, gone_before, gone_after, decided_by, decided_at) ON offer_pairs
  TO pouvoir_bouger_app;
