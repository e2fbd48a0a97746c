ALTER TABLE "messages" ADD COLUMN "leaves" jsonb;--> statement-breakpoint
-- A message that is about to leave at night is held once more, and what it was held by is forgotten with its words.
GRANT UPDATE (send_after, leaves) ON messages TO pouvoir_bouger_app;
