CREATE TABLE "match_audits" (
	"territory_id" text PRIMARY KEY NOT NULL,
	"audited" integer DEFAULT 0 NOT NULL,
	"differing" integer DEFAULT 0 NOT NULL,
	"voided" integer DEFAULT 0 NOT NULL,
	"last_at" timestamp (3) with time zone,
	"last_difference" jsonb,
	CONSTRAINT "match_audits_differing" CHECK ("match_audits"."differing" <= "match_audits"."audited")
);
--> statement-breakpoint
ALTER TABLE "match_audits" ADD CONSTRAINT "match_audits_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint

-- Figures of how results were checked: kept by workers, behind the wall of their territory.
ALTER TABLE match_audits ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE match_audits FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY territory_wall ON match_audits AS RESTRICTIVE USING (territory_id = current_territory());
--> statement-breakpoint
CREATE POLICY workers ON match_audits USING (current_actor_kind() = 'system');
--> statement-breakpoint
REVOKE ALL ON match_audits FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (audited, differing, voided, last_at, last_difference) ON match_audits
  TO pouvoir_bouger_app;
