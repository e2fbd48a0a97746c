ALTER TABLE "action_plans" ADD COLUMN "steps_made" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_steps" ADD COLUMN "rank" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint

-- What is there already keeps its order and its numbers. As the owner, past the walls, for every territory.
ALTER TABLE plan_steps NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE action_plans NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE plan_steps SET rank = position;
--> statement-breakpoint
UPDATE action_plans p SET steps_made = 1 + coalesce(
  (SELECT max(s.position) FROM plan_steps s WHERE s.territory_id = p.territory_id AND s.plan_id = p.id), -1);
--> statement-breakpoint
ALTER TABLE plan_steps FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE action_plans FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT UPDATE (steps_made) ON action_plans TO pouvoir_bouger_app;
