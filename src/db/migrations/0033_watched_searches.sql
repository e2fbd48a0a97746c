ALTER TABLE "diagnostics" ADD COLUMN "watched_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "diagnostics" ADD COLUMN "stale_result_at" timestamp (3) with time zone;--> statement-breakpoint
-- Whoever holds a search says that it is still looked at; what was found is the workers' alone.
GRANT UPDATE (watched_until, stale_result_at) ON diagnostics TO pouvoir_bouger_app;
