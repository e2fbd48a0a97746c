CREATE TABLE "unserved_legs" (
	"territory_id" text NOT NULL,
	"diagnostic_id" text NOT NULL,
	"version" integer NOT NULL,
	"position" smallint NOT NULL,
	"direction" text NOT NULL,
	"hour" smallint NOT NULL,
	"from_commune" text,
	"to_commune" text,
	"occurrences" integer NOT NULL,
	"offer_id" text,
	"lever" text,
	"amount" double precision,
	"unit" text,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "unserved_legs_territory_id_diagnostic_id_version_position_pk" PRIMARY KEY("territory_id","diagnostic_id","version","position"),
	CONSTRAINT "unserved_legs_hour" CHECK ("unserved_legs"."hour" between 0 and 23),
	CONSTRAINT "unserved_legs_direction" CHECK ("unserved_legs"."direction" in ('outbound', 'return')),
	CONSTRAINT "unserved_legs_occurrences" CHECK ("unserved_legs"."occurrences" > 0),
	CONSTRAINT "unserved_legs_nearest" CHECK (num_nulls("unserved_legs"."offer_id", "unserved_legs"."lever", "unserved_legs"."amount", "unserved_legs"."unit") in (0, 4))
);
--> statement-breakpoint
ALTER TABLE "unserved_legs" ADD CONSTRAINT "unserved_legs_of_match" FOREIGN KEY ("territory_id","diagnostic_id","version") REFERENCES "public"."matches"("territory_id","diagnostic_id","version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint

-- Behind the walls like the results they come from: written and replaced by workers, seen with the diagnostic.
ALTER TABLE unserved_legs ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE unserved_legs FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY territory_wall ON unserved_legs AS RESTRICTIVE USING (territory_id = current_territory());
--> statement-breakpoint
CREATE POLICY with_the_diagnostic ON unserved_legs FOR SELECT
  USING (current_actor_kind() = 'system' OR EXISTS (
    SELECT FROM diagnostics d WHERE d.territory_id = unserved_legs.territory_id AND d.id = unserved_legs.diagnostic_id));
--> statement-breakpoint
CREATE POLICY computed ON unserved_legs FOR INSERT WITH CHECK (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE POLICY computed_anew ON unserved_legs FOR DELETE USING (current_actor_kind() = 'system');
--> statement-breakpoint
REVOKE ALL ON unserved_legs FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON unserved_legs TO pouvoir_bouger_app;
