CREATE TABLE "calendar_feeds" (
	"territory_id" text NOT NULL,
	"member_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "calendar_feeds_territory_id_member_id_pk" PRIMARY KEY("territory_id","member_id")
);
--> statement-breakpoint
ALTER TABLE "appointments" ADD COLUMN "place_kind" text DEFAULT 'office' NOT NULL;--> statement-breakpoint
ALTER TABLE "service_requests" ADD COLUMN "sender" jsonb;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_territory_id_member_id_members_territory_id_id_fk" FOREIGN KEY ("territory_id","member_id") REFERENCES "public"."members"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_feeds_token" ON "calendar_feeds" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "contact_entries_territory_id_request_id_at_index" ON "contact_entries" USING btree ("territory_id","request_id","at");--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_place_kind" CHECK ("appointments"."place_kind" in ('office', 'home', 'phone'));--> statement-breakpoint

-- A calendar is its member's to open and to close; whoever shows its secret sees whose it is, and that is all they see.
ALTER TABLE calendar_feeds ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE calendar_feeds FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY territory_wall ON calendar_feeds AS RESTRICTIVE USING (territory_id = current_territory());
--> statement-breakpoint
CREATE POLICY own_organisation ON calendar_feeds USING (organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY by_link ON calendar_feeds FOR SELECT
  USING (current_actor_kind() = 'visitor' AND token_hash = held_link());
--> statement-breakpoint
REVOKE ALL ON calendar_feeds FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON calendar_feeds TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (place_kind) ON appointments TO pouvoir_bouger_app;
