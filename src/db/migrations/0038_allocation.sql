CREATE TABLE "allocation_decisions" (
	"territory_id" text NOT NULL,
	"round_id" text NOT NULL,
	"entry_id" text NOT NULL,
	"points" jsonb NOT NULL,
	"figures" jsonb NOT NULL,
	"proposed" jsonb,
	"decision" text,
	"decided" jsonb,
	"reason" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"loan_id" text,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "allocation_decisions_territory_id_round_id_entry_id_pk" PRIMARY KEY("territory_id","round_id","entry_id"),
	CONSTRAINT "allocation_decisions_decision" CHECK ("allocation_decisions"."decision" in ('confirmed', 'overridden')),
	CONSTRAINT "allocation_decisions_signed" CHECK (("allocation_decisions"."decision" is null) = ("allocation_decisions"."decided_at" is null)),
	CONSTRAINT "allocation_decisions_say_why" CHECK ("allocation_decisions"."decision" is distinct from 'overridden' or "allocation_decisions"."reason" is not null)
);
--> statement-breakpoint
CREATE TABLE "allocation_rounds" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"from" date NOT NULL,
	"until" date NOT NULL,
	"status" text NOT NULL,
	"criteria" jsonb NOT NULL,
	"snapshot" jsonb NOT NULL,
	"result" jsonb,
	"solver" text,
	"solver_version" text,
	"progress" smallint DEFAULT 0 NOT NULL,
	"failure" text,
	"replayed_at" timestamp (3) with time zone,
	"replayed_equal" boolean,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"computed_at" timestamp (3) with time zone,
	CONSTRAINT "allocation_rounds_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "allocation_rounds_status" CHECK ("allocation_rounds"."status" in ('computing', 'proposed', 'failed', 'decided')),
	CONSTRAINT "allocation_rounds_period" CHECK ("allocation_rounds"."until" >= "allocation_rounds"."from"),
	CONSTRAINT "allocation_rounds_result" CHECK (("allocation_rounds"."status" in ('proposed', 'decided')) = ("allocation_rounds"."result" is not null))
);
--> statement-breakpoint
CREATE TABLE "waiting_entries" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"referral_id" text NOT NULL,
	"status" text NOT NULL,
	"status_reason" text,
	"wish" jsonb NOT NULL,
	"facts" jsonb NOT NULL,
	"waiting_since" date NOT NULL,
	"illustrative" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "waiting_entries_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "waiting_entries_status" CHECK ("waiting_entries"."status" in ('waiting', 'served', 'withdrawn'))
);
--> statement-breakpoint
ALTER TABLE "allocation_decisions" ADD CONSTRAINT "allocation_decisions_territory_id_round_id_allocation_rounds_territory_id_id_fk" FOREIGN KEY ("territory_id","round_id") REFERENCES "public"."allocation_rounds"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocation_decisions" ADD CONSTRAINT "allocation_decisions_territory_id_entry_id_waiting_entries_territory_id_id_fk" FOREIGN KEY ("territory_id","entry_id") REFERENCES "public"."waiting_entries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocation_rounds" ADD CONSTRAINT "allocation_rounds_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_entries" ADD CONSTRAINT "waiting_entries_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_entries" ADD CONSTRAINT "waiting_entries_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_entries" ADD CONSTRAINT "waiting_entries_territory_id_referral_id_referrals_territory_id_id_fk" FOREIGN KEY ("territory_id","referral_id") REFERENCES "public"."referrals"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "allocation_decisions_territory_id_entry_id_index" ON "allocation_decisions" USING btree ("territory_id","entry_id");--> statement-breakpoint
CREATE INDEX "allocation_rounds_territory_id_organisation_id_created_at_index" ON "allocation_rounds" USING btree ("territory_id","organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "waiting_entries_territory_id_organisation_id_status_index" ON "waiting_entries" USING btree ("territory_id","organisation_id","status");--> statement-breakpoint
CREATE INDEX "waiting_entries_territory_id_beneficiary_id_index" ON "waiting_entries" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE UNIQUE INDEX "waiting_entries_once" ON "waiting_entries" USING btree ("territory_id","referral_id") WHERE "waiting_entries"."status" = 'waiting';--> statement-breakpoint

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['waiting_entries', 'allocation_rounds', 'allocation_decisions'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 1. A waiting list is its structure's, of people whom a referral put to it and nobody else.
CREATE POLICY own_structure ON waiting_entries FOR SELECT USING (
  current_actor_kind() IN ('member', 'program') AND organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY changed_by_structure ON waiting_entries FOR UPDATE USING (
  current_actor_kind() IN ('member', 'program') AND organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY put_to_structure ON waiting_entries FOR INSERT WITH CHECK (
  current_actor_kind() IN ('member', 'program') AND EXISTS (
    SELECT FROM referrals r
    WHERE r.territory_id = waiting_entries.territory_id AND r.id = waiting_entries.referral_id
      AND r.beneficiary_id = waiting_entries.beneficiary_id
      AND r.provider_organisation_id = waiting_entries.organisation_id
      AND current_organisation() IN (r.provider_organisation_id, r.organisation_id)));
--> statement-breakpoint
-- Whoever referred the person, and the rest of those who hold the whole file, see where they stand.
CREATE POLICY circle_of_care ON waiting_entries FOR SELECT USING (
  current_actor_kind() IN ('member', 'program') AND holds_file(beneficiary_id));
--> statement-breakpoint

-- 2. Rounds are the structure's. What was decided of one person goes with their entry.
CREATE POLICY own_structure ON allocation_rounds USING (
  current_actor_kind() IN ('member', 'program') AND organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY with_the_entry ON allocation_decisions FOR SELECT USING (EXISTS (
  SELECT FROM waiting_entries e
  WHERE e.territory_id = allocation_decisions.territory_id AND e.id = allocation_decisions.entry_id));
--> statement-breakpoint
CREATE POLICY decided_by_structure ON allocation_decisions FOR UPDATE USING (EXISTS (
  SELECT FROM allocation_rounds r
  WHERE r.territory_id = allocation_decisions.territory_id AND r.id = allocation_decisions.round_id));
--> statement-breakpoint
GRANT SELECT, INSERT ON waiting_entries, allocation_rounds, allocation_decisions TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (status, status_reason, wish, facts, version, updated_at, purge_after) ON waiting_entries TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (status, result, solver, solver_version, progress, failure, replayed_at, replayed_equal, computed_at)
  ON allocation_rounds TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (decision, decided, reason, decided_by, decided_at, loan_id, purge_after) ON allocation_decisions
  TO pouvoir_bouger_app;
