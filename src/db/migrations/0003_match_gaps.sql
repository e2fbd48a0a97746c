CREATE TABLE "match_gaps" (
	"territory_id" text NOT NULL,
	"diagnostic_id" text NOT NULL,
	"version" integer NOT NULL,
	"position" smallint NOT NULL,
	"offer_id" text NOT NULL,
	"lever" text NOT NULL,
	"amount" double precision NOT NULL,
	"unit" text NOT NULL,
	"direction" text,
	"hour" smallint,
	"from_commune" text,
	"to_commune" text,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "match_gaps_territory_id_diagnostic_id_version_position_pk" PRIMARY KEY("territory_id","diagnostic_id","version","position"),
	CONSTRAINT "match_gaps_amount" CHECK ("match_gaps"."amount" > 0),
	CONSTRAINT "match_gaps_hour" CHECK ("match_gaps"."hour" between 0 and 23),
	CONSTRAINT "match_gaps_direction" CHECK ("match_gaps"."direction" in ('outbound', 'return')),
	CONSTRAINT "match_gaps_ride" CHECK (("match_gaps"."direction" is null) = ("match_gaps"."hour" is null))
);
--> statement-breakpoint
ALTER TABLE "match_gaps" ADD CONSTRAINT "match_gaps_of_match" FOREIGN KEY ("territory_id","diagnostic_id","version") REFERENCES "public"."matches"("territory_id","diagnostic_id","version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint

-- Behind the walls like the results they come from: written and replaced by workers, seen with the diagnostic.
ALTER TABLE match_gaps ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE match_gaps FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY territory_wall ON match_gaps AS RESTRICTIVE USING (territory_id = current_territory());
--> statement-breakpoint
CREATE POLICY with_the_diagnostic ON match_gaps FOR SELECT
  USING (current_actor_kind() = 'system' OR EXISTS (
    SELECT FROM diagnostics d WHERE d.territory_id = match_gaps.territory_id AND d.id = match_gaps.diagnostic_id));
--> statement-breakpoint
CREATE POLICY computed ON match_gaps FOR INSERT WITH CHECK (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE POLICY computed_anew ON match_gaps FOR DELETE USING (current_actor_kind() = 'system');
--> statement-breakpoint
REVOKE ALL ON match_gaps FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON match_gaps TO pouvoir_bouger_app;
