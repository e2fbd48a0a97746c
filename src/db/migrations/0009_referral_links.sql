-- Each mail has a link of its own, and all of them lead to the one referral until it lapses.
DROP POLICY by_link ON referrals;
--> statement-breakpoint
DROP POLICY answered_by_link ON referrals;
--> statement-breakpoint
DROP INDEX "referrals_link";--> statement-breakpoint
ALTER TABLE "service_requests" ALTER COLUMN "goal" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "referral_events" ADD COLUMN "details" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "parties" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "link_hashes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "question_open" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "started_on" date;--> statement-breakpoint
CREATE INDEX "referrals_links" ON "referrals" USING gin ("link_hashes");--> statement-breakpoint
CREATE INDEX "referrals_waiting" ON "referrals" USING btree ("territory_id","sent_at") WHERE "referrals"."status" = 'sent';--> statement-breakpoint
ALTER TABLE "referrals" DROP COLUMN "link_hash";--> statement-breakpoint
CREATE POLICY by_link ON referrals FOR SELECT USING (
  current_actor_kind() = 'visitor' AND link_hashes @> ARRAY[held_link()] AND link_expires_at > current_instant());
--> statement-breakpoint
CREATE POLICY answered_by_link ON referrals FOR UPDATE USING (
  current_actor_kind() = 'visitor' AND link_hashes @> ARRAY[held_link()] AND link_expires_at > current_instant());
--> statement-breakpoint
GRANT UPDATE (link_hashes, question_open, started_on) ON referrals TO pouvoir_bouger_app;
