CREATE TABLE "attendances" (
	"territory_id" text NOT NULL,
	"enrolment_id" text NOT NULL,
	"date" date NOT NULL,
	"from" text NOT NULL,
	"mark" text NOT NULL,
	"minutes" smallint NOT NULL,
	"noted_by" text NOT NULL,
	"noted_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "attendances_territory_id_enrolment_id_date_from_pk" PRIMARY KEY("territory_id","enrolment_id","date","from"),
	CONSTRAINT "attendances_mark" CHECK ("attendances"."mark" in ('present', 'excused', 'absent')),
	CONSTRAINT "attendances_minutes" CHECK ("attendances"."minutes" >= 0 and ("attendances"."mark" = 'present' or "attendances"."minutes" = 0))
);
--> statement-breakpoint
CREATE TABLE "cohorts" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"offer_id" text,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"from" date NOT NULL,
	"until" date NOT NULL,
	"slots" jsonb NOT NULL,
	"except_dates" date[] DEFAULT '{}' NOT NULL,
	"place" text NOT NULL,
	"places" smallint NOT NULL,
	"pedagogies" text[] DEFAULT '{}' NOT NULL,
	"language_level" text,
	"illustrative" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cohorts_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "cohorts_places" CHECK ("cohorts"."places" between 1 and 100),
	CONSTRAINT "cohorts_days" CHECK ("cohorts"."until" >= "cohorts"."from")
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"cohort_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"referral_id" text NOT NULL,
	"status" text NOT NULL,
	"waiting_since" timestamp (3) with time zone NOT NULL,
	"out_of_turn" text,
	"progress" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"funding" jsonb DEFAULT '{"costCents":null,"parts":[]}'::jsonb NOT NULL,
	"drop_out_reason" text,
	"ended_on" date,
	"illustrative" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "enrolments_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "enrolments_status" CHECK ("enrolments"."status" in ('waiting', 'enrolled', 'attending', 'completed', 'droppedOut')),
	CONSTRAINT "enrolments_say_why" CHECK (("enrolments"."status" = 'droppedOut') = ("enrolments"."drop_out_reason" is not null)),
	CONSTRAINT "enrolments_ended" CHECK (("enrolments"."status" in ('completed', 'droppedOut')) = ("enrolments"."ended_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "workshop_jobs" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"referral_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"vehicle" text,
	"request" text NOT NULL,
	"quote" jsonb,
	"funding" jsonb DEFAULT '{"costCents":null,"parts":[]}'::jsonb NOT NULL,
	"appointment_on" date,
	"appointment_at" text,
	"bridge" text DEFAULT 'none' NOT NULL,
	"loan_id" text,
	"handed_over_on" date,
	"illustrative" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "workshop_jobs_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "workshop_jobs_kind" CHECK ("workshop_jobs"."kind" in ('repair', 'sale')),
	CONSTRAINT "workshop_jobs_status" CHECK ("workshop_jobs"."status" in ('requested', 'quoted', 'agreed', 'scheduled', 'handedOver', 'declined', 'lapsed', 'withdrawn')),
	CONSTRAINT "workshop_jobs_bridge" CHECK (("workshop_jobs"."bridge" = 'lent') = ("workshop_jobs"."loan_id" is not null)),
	CONSTRAINT "workshop_jobs_handed_over" CHECK (("workshop_jobs"."status" = 'handedOver') = ("workshop_jobs"."handed_over_on" is not null))
);
--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_territory_id_enrolment_id_enrolments_territory_id_id_fk" FOREIGN KEY ("territory_id","enrolment_id") REFERENCES "public"."enrolments"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohorts" ADD CONSTRAINT "cohorts_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohorts" ADD CONSTRAINT "cohorts_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_territory_id_cohort_id_cohorts_territory_id_id_fk" FOREIGN KEY ("territory_id","cohort_id") REFERENCES "public"."cohorts"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_territory_id_referral_id_referrals_territory_id_id_fk" FOREIGN KEY ("territory_id","referral_id") REFERENCES "public"."referrals"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workshop_jobs" ADD CONSTRAINT "workshop_jobs_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workshop_jobs" ADD CONSTRAINT "workshop_jobs_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workshop_jobs" ADD CONSTRAINT "workshop_jobs_territory_id_referral_id_referrals_territory_id_id_fk" FOREIGN KEY ("territory_id","referral_id") REFERENCES "public"."referrals"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cohorts_territory_id_organisation_id_until_index" ON "cohorts" USING btree ("territory_id","organisation_id","until");--> statement-breakpoint
CREATE INDEX "enrolments_territory_id_cohort_id_index" ON "enrolments" USING btree ("territory_id","cohort_id");--> statement-breakpoint
CREATE INDEX "enrolments_territory_id_beneficiary_id_index" ON "enrolments" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolments_once" ON "enrolments" USING btree ("territory_id","referral_id") WHERE "enrolments"."status" in ('waiting', 'enrolled', 'attending');--> statement-breakpoint
CREATE INDEX "workshop_jobs_territory_id_organisation_id_status_index" ON "workshop_jobs" USING btree ("territory_id","organisation_id","status");--> statement-breakpoint
CREATE INDEX "workshop_jobs_territory_id_beneficiary_id_index" ON "workshop_jobs" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE UNIQUE INDEX "workshop_jobs_once" ON "workshop_jobs" USING btree ("territory_id","referral_id") WHERE "workshop_jobs"."status" in ('requested', 'quoted', 'agreed', 'scheduled', 'lapsed');--> statement-breakpoint

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['cohorts', 'enrolments', 'attendances', 'workshop_jobs'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 1. A place in a group, and a vehicle in the workshop, are the structure's, of people whom a referral it said yes to put to it.
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['enrolments', 'workshop_jobs'] LOOP
    EXECUTE format('CREATE POLICY own_structure ON %I FOR SELECT USING (
      current_actor_kind() IN (''member'', ''program'') AND organisation_id = current_organisation())', one);
    EXECUTE format('CREATE POLICY changed_by_structure ON %I FOR UPDATE USING (
      current_actor_kind() IN (''member'', ''program'') AND organisation_id = current_organisation())', one);
    EXECUTE format('CREATE POLICY put_to_structure ON %I FOR INSERT WITH CHECK (
      current_actor_kind() IN (''member'', ''program'') AND organisation_id = current_organisation() AND EXISTS (
        SELECT FROM referrals r
        WHERE r.territory_id = %1$I.territory_id AND r.id = %1$I.referral_id AND r.beneficiary_id = %1$I.beneficiary_id
          AND r.provider_organisation_id = %1$I.organisation_id AND r.status IN (''accepted'', ''started'')))', one);
    -- Whoever referred the person, and the rest of those who hold the whole file, see how far it is.
    EXECUTE format('CREATE POLICY circle_of_care ON %I FOR SELECT USING (
      current_actor_kind() IN (''member'', ''program'') AND holds_file(beneficiary_id))', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 2. A group is the structure's; those who see somebody's place in it see what group it is. Who came goes with the place.
CREATE POLICY own_structure ON cohorts USING (
  current_actor_kind() IN ('member', 'program') AND organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY with_a_place_in_it ON cohorts FOR SELECT USING (EXISTS (
  SELECT FROM enrolments e WHERE e.territory_id = cohorts.territory_id AND e.cohort_id = cohorts.id));
--> statement-breakpoint
CREATE POLICY with_the_place ON attendances FOR SELECT USING (EXISTS (
  SELECT FROM enrolments e WHERE e.territory_id = attendances.territory_id AND e.id = attendances.enrolment_id));
--> statement-breakpoint
CREATE POLICY noted_by_structure ON attendances USING (EXISTS (
  SELECT FROM enrolments e WHERE e.territory_id = attendances.territory_id AND e.id = attendances.enrolment_id
    AND e.organisation_id = current_organisation()));
--> statement-breakpoint

-- 3. No more people have a place than there are places, whoever writes it. Those who give one hold the group's row until they are done.
CREATE FUNCTION keep_to_places() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  there_are smallint;
  taken bigint;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT c.places INTO there_are FROM public.cohorts c
  WHERE c.territory_id = NEW.territory_id AND c.id = NEW.cohort_id FOR UPDATE;
  SELECT count(*) INTO taken FROM public.enrolments e
  WHERE e.territory_id = NEW.territory_id AND e.cohort_id = NEW.cohort_id AND e.id <> NEW.id
    AND e.status IN ('enrolled', 'attending');
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  IF taken >= there_are THEN
    RAISE EXCEPTION 'no place is left' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'enrolments_places';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_to_places BEFORE INSERT OR UPDATE OF status, cohort_id ON enrolments FOR EACH ROW
  WHEN (NEW.status IN ('enrolled', 'attending')) EXECUTE FUNCTION keep_to_places();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION keep_to_places FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT ON cohorts, enrolments, attendances, workshop_jobs TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (offer_id, kind, title, "from", until, slots, except_dates, place, places, pedagogies, language_level, version,
  updated_at) ON cohorts TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (status, out_of_turn, progress, funding, drop_out_reason, ended_on, version, updated_at, purge_after)
  ON enrolments TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (mark, minutes, noted_by, noted_at, purge_after) ON attendances TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (status, vehicle, request, quote, funding, appointment_on, appointment_at, bridge, loan_id, handed_over_on, version,
  updated_at, purge_after) ON workshop_jobs TO pouvoir_bouger_app;
