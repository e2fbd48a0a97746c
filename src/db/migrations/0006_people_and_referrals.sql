CREATE TABLE "form_drafts" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"form" text NOT NULL,
	"organisation_id" text,
	"member_id" text,
	"holder_hash" text,
	"answers" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"result" jsonb,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "form_drafts_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "carpool_lines" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"site_id" text NOT NULL,
	"pattern_id" text,
	"label" text NOT NULL,
	"code" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "carpool_lines_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "job_sites" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"label" text NOT NULL,
	"place" jsonb NOT NULL,
	"illustrative" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "job_sites_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "line_answers" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"line_id" text NOT NULL,
	"to_organisation_id" text NOT NULL,
	"role" text NOT NULL,
	"commune" text NOT NULL,
	"first_name" text,
	"phone" text,
	"handled_at" timestamp (3) with time zone,
	"handled_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "line_answers_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "line_answers_role" CHECK ("line_answers"."role" in ('driver', 'passenger'))
);
--> statement-breakpoint
CREATE TABLE "shift_patterns" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"site_id" text NOT NULL,
	"label" text NOT NULL,
	"cycle" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "shift_patterns_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "assessments" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"diagnostic_id" text,
	"questionnaire_version" text NOT NULL,
	"mode" text NOT NULL,
	"answers" jsonb NOT NULL,
	"result" jsonb NOT NULL,
	"made_on" date NOT NULL,
	"made_by" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "assessments_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"purpose" text NOT NULL,
	"wording" text NOT NULL,
	"channel" text NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"recorded_by" text NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawn_by" text,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "consents_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "consents_channel" CHECK ("consents"."channel" in ('oral', 'written', 'phone', 'online'))
);
--> statement-breakpoint
CREATE TABLE "outcomes" (
	"territory_id" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "outcomes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"on" date NOT NULL,
	"subject" text NOT NULL,
	"offer_id" text,
	"offer_kind" text,
	"code" text NOT NULL,
	"reason" text,
	CONSTRAINT "outcomes_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "referents" (
	"territory_id" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "referents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"beneficiary_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"member_id" text NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "referents_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "scheme_statuses" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"scheme" text NOT NULL,
	"reference" text,
	"status" text NOT NULL,
	"from" date,
	"until" date,
	"recorded_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "scheme_statuses_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "referral_events" (
	"territory_id" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "referral_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"referral_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"by_kind" text NOT NULL,
	"by_name" text,
	"text" text,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "referral_events_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "appointments" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"beneficiary_id" text,
	"request_id" text,
	"member_id" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"duration_minutes" smallint NOT NULL,
	"place" text NOT NULL,
	"status" text NOT NULL,
	"remind_at" timestamp (3) with time zone,
	"reminded_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "appointments_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "appointments_status" CHECK ("appointments"."status" in ('planned', 'kept', 'noShow', 'cancelled')),
	CONSTRAINT "appointments_duration" CHECK ("appointments"."duration_minutes" > 0),
	CONSTRAINT "appointments_about_one" CHECK (num_nonnulls("appointments"."beneficiary_id", "appointments"."request_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "call_backs" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"beneficiary_id" text,
	"request_id" text,
	"member_id" text,
	"due_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"done_by" text,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "call_backs_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "call_backs_about_one" CHECK (num_nonnulls("call_backs"."beneficiary_id", "call_backs"."request_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "contact_entries" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"beneficiary_id" text,
	"request_id" text,
	"member_id" text,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "contact_entries_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "contact_entries_kind" CHECK ("contact_entries"."kind" in ('call', 'voicemail', 'sms', 'email', 'letter', 'visit', 'noShow', 'note')),
	CONSTRAINT "contact_entries_about_one" CHECK (num_nonnulls("contact_entries"."beneficiary_id", "contact_entries"."request_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "service_requests" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"origin" text NOT NULL,
	"from_organisation_id" text,
	"from_member_id" text,
	"to_organisation_id" text NOT NULL,
	"beneficiary_id" text,
	"person" jsonb NOT NULL,
	"need" text NOT NULL,
	"goal" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" text NOT NULL,
	"assigned_to" text,
	"outcome" text,
	"outcome_text" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "service_requests_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "service_requests_status" CHECK ("service_requests"."status" in ('received', 'assigned', 'underWay', 'closed', 'declined')),
	CONSTRAINT "service_requests_origin" CHECK ("service_requests"."origin" in ('prescriber', 'person', 'employer'))
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"channel" text NOT NULL,
	"to_address" text,
	"subject" text,
	"body" text,
	"status" text NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"failure" text,
	"about_entity" text NOT NULL,
	"about_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "messages_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "messages_status" CHECK ("messages"."status" in ('waiting', 'sent', 'failed')),
	CONSTRAINT "messages_waiting_is_whole" CHECK ("messages"."status" <> 'waiting' or ("messages"."to_address" is not null and "messages"."body" is not null))
);
--> statement-breakpoint
DROP INDEX "members_email";--> statement-breakpoint
ALTER TABLE "action_plans" ADD COLUMN "organisation_id" text;--> statement-breakpoint
ALTER TABLE "action_plans" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "action_plans" ADD COLUMN "goal" text;--> statement-breakpoint
ALTER TABLE "action_plans" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "action_plans" ADD COLUMN "created_by" text;--> statement-breakpoint
ALTER TABLE "action_plans" ADD COLUMN "updated_by" text;--> statement-breakpoint
ALTER TABLE "action_plans" ADD COLUMN "share_hash" text;--> statement-breakpoint
ALTER TABLE "action_plans" ADD COLUMN "share_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "action_plans" ADD COLUMN "shared_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "plan_steps" ADD COLUMN "title" text;--> statement-breakpoint
ALTER TABLE "plan_steps" ADD COLUMN "actor" text;--> statement-breakpoint
ALTER TABLE "plan_steps" ADD COLUMN "actor_name" text;--> statement-breakpoint
ALTER TABLE "plan_steps" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "plan_steps" ADD COLUMN "funding" jsonb DEFAULT '{"costCents":null,"sources":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_steps" ADD COLUMN "referral_id" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "diagnostic_id" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "diagnostic_version" integer;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "created_by" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "message" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "facts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "documents" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "provider_email" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "link_hash" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "link_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "reminders" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "sent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "answered_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "previous_id" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "beneficiaries" ADD COLUMN "closed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "beneficiaries" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "beneficiary_identities" ADD COLUMN "commune" text;--> statement-breakpoint
ALTER TABLE "beneficiary_identities" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "beneficiary_identities" ADD COLUMN "phone_digits" text;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "user_id" text;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "joined_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "invitation_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "form_drafts" ADD CONSTRAINT "form_drafts_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "carpool_lines" ADD CONSTRAINT "carpool_lines_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "carpool_lines" ADD CONSTRAINT "carpool_lines_territory_id_site_id_job_sites_territory_id_id_fk" FOREIGN KEY ("territory_id","site_id") REFERENCES "public"."job_sites"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_sites" ADD CONSTRAINT "job_sites_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_answers" ADD CONSTRAINT "line_answers_territory_id_line_id_carpool_lines_territory_id_id_fk" FOREIGN KEY ("territory_id","line_id") REFERENCES "public"."carpool_lines"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_answers" ADD CONSTRAINT "line_answers_territory_id_to_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","to_organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shift_patterns" ADD CONSTRAINT "shift_patterns_territory_id_site_id_job_sites_territory_id_id_fk" FOREIGN KEY ("territory_id","site_id") REFERENCES "public"."job_sites"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessments" ADD CONSTRAINT "assessments_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessments" ADD CONSTRAINT "assessments_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referents" ADD CONSTRAINT "referents_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referents" ADD CONSTRAINT "referents_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referents" ADD CONSTRAINT "referents_territory_id_member_id_members_territory_id_id_fk" FOREIGN KEY ("territory_id","member_id") REFERENCES "public"."members"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_statuses" ADD CONSTRAINT "scheme_statuses_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_events" ADD CONSTRAINT "referral_events_territory_id_referral_id_referrals_territory_id_id_fk" FOREIGN KEY ("territory_id","referral_id") REFERENCES "public"."referrals"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_territory_id_request_id_service_requests_territory_id_id_fk" FOREIGN KEY ("territory_id","request_id") REFERENCES "public"."service_requests"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_territory_id_member_id_members_territory_id_id_fk" FOREIGN KEY ("territory_id","member_id") REFERENCES "public"."members"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_backs" ADD CONSTRAINT "call_backs_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_backs" ADD CONSTRAINT "call_backs_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_backs" ADD CONSTRAINT "call_backs_territory_id_request_id_service_requests_territory_id_id_fk" FOREIGN KEY ("territory_id","request_id") REFERENCES "public"."service_requests"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_entries" ADD CONSTRAINT "contact_entries_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_entries" ADD CONSTRAINT "contact_entries_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_entries" ADD CONSTRAINT "contact_entries_territory_id_request_id_service_requests_territory_id_id_fk" FOREIGN KEY ("territory_id","request_id") REFERENCES "public"."service_requests"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_requests" ADD CONSTRAINT "service_requests_territory_id_from_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","from_organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_requests" ADD CONSTRAINT "service_requests_territory_id_to_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","to_organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_requests" ADD CONSTRAINT "service_requests_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_requests" ADD CONSTRAINT "service_requests_territory_id_assigned_to_members_territory_id_id_fk" FOREIGN KEY ("territory_id","assigned_to") REFERENCES "public"."members"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "form_drafts_territory_id_member_id_form_index" ON "form_drafts" USING btree ("territory_id","member_id","form");--> statement-breakpoint
CREATE INDEX "form_drafts_territory_id_purge_after_index" ON "form_drafts" USING btree ("territory_id","purge_after");--> statement-breakpoint
CREATE UNIQUE INDEX "carpool_lines_code" ON "carpool_lines" USING btree ("territory_id","code");--> statement-breakpoint
CREATE INDEX "job_sites_territory_id_organisation_id_index" ON "job_sites" USING btree ("territory_id","organisation_id");--> statement-breakpoint
CREATE INDEX "line_answers_territory_id_line_id_index" ON "line_answers" USING btree ("territory_id","line_id");--> statement-breakpoint
CREATE INDEX "shift_patterns_territory_id_site_id_index" ON "shift_patterns" USING btree ("territory_id","site_id");--> statement-breakpoint
CREATE INDEX "assessments_territory_id_beneficiary_id_made_on_index" ON "assessments" USING btree ("territory_id","beneficiary_id","made_on");--> statement-breakpoint
CREATE INDEX "consents_territory_id_beneficiary_id_index" ON "consents" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE INDEX "outcomes_territory_id_subject_on_index" ON "outcomes" USING btree ("territory_id","subject","on");--> statement-breakpoint
CREATE INDEX "referents_territory_id_beneficiary_id_index" ON "referents" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE UNIQUE INDEX "referents_one_at_a_time" ON "referents" USING btree ("territory_id","beneficiary_id","organisation_id") WHERE "referents"."until" is null;--> statement-breakpoint
CREATE INDEX "referents_of_member" ON "referents" USING btree ("territory_id","member_id") WHERE "referents"."until" is null;--> statement-breakpoint
CREATE INDEX "scheme_statuses_territory_id_beneficiary_id_index" ON "scheme_statuses" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE INDEX "referral_events_territory_id_referral_id_index" ON "referral_events" USING btree ("territory_id","referral_id");--> statement-breakpoint
CREATE INDEX "appointments_territory_id_member_id_starts_at_index" ON "appointments" USING btree ("territory_id","member_id","starts_at");--> statement-breakpoint
CREATE INDEX "appointments_territory_id_remind_at_index" ON "appointments" USING btree ("territory_id","remind_at");--> statement-breakpoint
CREATE INDEX "call_backs_territory_id_organisation_id_due_at_index" ON "call_backs" USING btree ("territory_id","organisation_id","due_at");--> statement-breakpoint
CREATE INDEX "contact_entries_territory_id_beneficiary_id_at_index" ON "contact_entries" USING btree ("territory_id","beneficiary_id","at");--> statement-breakpoint
CREATE INDEX "service_requests_territory_id_to_organisation_id_status_index" ON "service_requests" USING btree ("territory_id","to_organisation_id","status");--> statement-breakpoint
CREATE INDEX "service_requests_territory_id_from_organisation_id_index" ON "service_requests" USING btree ("territory_id","from_organisation_id");--> statement-breakpoint
CREATE INDEX "messages_territory_id_status_created_at_index" ON "messages" USING btree ("territory_id","status","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "action_plans_share" ON "action_plans" USING btree ("share_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "referrals_link" ON "referrals" USING btree ("link_hash");--> statement-breakpoint
CREATE INDEX "members_user_id_index" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_email" ON "members" USING btree ("territory_id","organisation_id",lower("email"));--> statement-breakpoint

-- The walls of what was added. Besides what migration `walls` names, a transaction says:
--   app.role              the member's role
--   app.held_link         SHA-256 of the secret that a visitor shows: of a signed link, a draft; or the code of a poster
--   app.signed_in_user, app.signed_in_email   whom `registry` looks for among the members, when somebody signs in
CREATE FUNCTION current_member_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.role', true), '') $$;
--> statement-breakpoint
CREATE FUNCTION held_link() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.held_link', true), '') $$;
--> statement-breakpoint
-- The organisation holds the whole file of that person now.
CREATE FUNCTION holds_file(person text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (
    SELECT FROM beneficiary_access a
    WHERE a.territory_id = current_territory() AND a.beneficiary_id = person
      AND a.organisation_id = current_organisation() AND a.scope = 'file'
      AND a."from" <= current_instant() AND (a.until IS NULL OR a.until > current_instant())) $$;
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['form_drafts', 'messages', 'service_requests', 'contact_entries', 'call_backs', 'appointments',
    'referents', 'consents', 'scheme_statuses', 'assessments', 'outcomes', 'job_sites', 'shift_patterns', 'carpool_lines',
    'line_answers', 'referral_events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format(
      'CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 1. Accounts. Whoever signs in is looked for by account or by address, and by nothing else; an administrator keeps the
--    members of the territory.
CREATE POLICY signing_in ON members FOR SELECT USING (current_actor_kind() = 'registry' AND (
  user_id = nullif(current_setting('app.signed_in_user', true), '')
  OR lower(email) = lower(nullif(current_setting('app.signed_in_email', true), ''))));
--> statement-breakpoint
CREATE POLICY joining ON members FOR UPDATE USING (current_actor_kind() = 'registry' AND closed_at IS NULL AND (
  user_id = nullif(current_setting('app.signed_in_user', true), '')
  OR lower(email) = lower(nullif(current_setting('app.signed_in_email', true), ''))));
--> statement-breakpoint
CREATE POLICY signing_in ON organisations FOR SELECT USING (current_actor_kind() = 'registry');
--> statement-breakpoint
CREATE POLICY addressed ON organisations FOR SELECT USING (current_actor_kind() = 'visitor');
--> statement-breakpoint
CREATE POLICY kept_by_admin ON members
  USING (current_actor_kind() = 'member' AND current_member_role() = 'admin');
--> statement-breakpoint
CREATE POLICY kept_by_admin ON organisations
  USING (current_actor_kind() = 'member' AND current_member_role() = 'admin');
--> statement-breakpoint
GRANT INSERT ON members, organisations TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (display_name, email, role, user_id, joined_at, invitation_expires_at, closed_at, purge_after) ON members
  TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (name, siret, phone, email, url) ON organisations TO pouvoir_bouger_app;
--> statement-breakpoint

-- 2. Drafts and mails.
CREATE POLICY own ON form_drafts
  USING (organisation_id = current_organisation() AND current_actor_kind() = 'member');
--> statement-breakpoint
CREATE POLICY held ON form_drafts USING (organisation_id IS NULL AND holder_hash = held_link());
--> statement-breakpoint
CREATE POLICY purged ON form_drafts FOR SELECT USING (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE POLICY purged_delete ON form_drafts FOR DELETE USING (current_actor_kind() = 'system');
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE, UPDATE (answers, updated_at, done_at, result, purge_after) ON form_drafts
  TO pouvoir_bouger_app;
--> statement-breakpoint
CREATE POLICY written ON messages FOR INSERT WITH CHECK (status = 'waiting');
--> statement-breakpoint
CREATE POLICY sent ON messages USING (current_actor_kind() = 'system');
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE, UPDATE (to_address, subject, body, status, attempts, failure, sent_at, purge_after)
  ON messages TO pouvoir_bouger_app;
--> statement-breakpoint

-- 3. Requests, and what is done about them.
CREATE POLICY either_side ON service_requests FOR SELECT USING (current_actor_kind() = 'system'
  OR to_organisation_id = current_organisation() OR from_organisation_id = current_organisation()
  OR holds_file(beneficiary_id));
--> statement-breakpoint
CREATE POLICY sent_by_organisation ON service_requests FOR INSERT WITH CHECK (
  from_organisation_id = current_organisation() AND status = 'received'
  AND (beneficiary_id IS NULL OR holds_file(beneficiary_id)));
--> statement-breakpoint
CREATE POLICY sent_by_person ON service_requests FOR INSERT WITH CHECK (
  current_actor_kind() = 'visitor' AND from_organisation_id IS NULL AND origin = 'person' AND status = 'received'
  AND beneficiary_id IS NULL AND assigned_to IS NULL);
--> statement-breakpoint
CREATE POLICY handled ON service_requests FOR UPDATE
  USING (current_actor_kind() = 'system' OR to_organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY purged ON service_requests FOR DELETE USING (current_actor_kind() = 'system');
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE,
  UPDATE (beneficiary_id, person, status, assigned_to, outcome, outcome_text, updated_at, purge_after)
  ON service_requests TO pouvoir_bouger_app;
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['contact_entries', 'call_backs', 'appointments'] LOOP
    EXECUTE format('CREATE POLICY own_work ON %1$I USING (
      organisation_id = current_organisation() AND (beneficiary_id IS NULL OR holds_file(beneficiary_id)))', one);
    EXECUTE format('CREATE POLICY circle_of_care ON %1$I FOR SELECT USING (holds_file(beneficiary_id))', one);
    EXECUTE format('CREATE POLICY workers ON %1$I USING (current_actor_kind() = ''system'')', one);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT ON contact_entries, call_backs, appointments TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (beneficiary_id, request_id) ON contact_entries TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (beneficiary_id, request_id, member_id, due_at, reason, done_at, done_by) ON call_backs
  TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (beneficiary_id, request_id, member_id, starts_at, duration_minutes, place, status, remind_at, reminded_at,
  updated_at) ON appointments TO pouvoir_bouger_app;
--> statement-breakpoint

-- 4. The file. An organisation may end its own access, never prolong it; whoever holds the file may erase it.
CREATE POLICY leave ON beneficiary_access FOR UPDATE USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation() AND until <= current_instant());
--> statement-breakpoint
GRANT UPDATE (until) ON beneficiary_access TO pouvoir_bouger_app;
--> statement-breakpoint
CREATE POLICY erased_by_holder ON beneficiaries FOR DELETE
  USING (current_actor_kind() = 'member' AND holds_file(id));
--> statement-breakpoint
CREATE POLICY past_their_day ON beneficiaries FOR DELETE
  USING (current_actor_kind() = 'system' AND purge_after <= current_instant());
--> statement-breakpoint
GRANT UPDATE (reference, closed_at, version) ON beneficiaries TO pouvoir_bouger_app;
--> statement-breakpoint
CREATE POLICY circle_of_care ON referents FOR SELECT USING (current_actor_kind() = 'system'
  OR holds_file(beneficiary_id) OR organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY named_by_holder ON referents FOR INSERT
  WITH CHECK (current_actor_kind() = 'system' OR holds_file(beneficiary_id));
--> statement-breakpoint
CREATE POLICY ended_by_holder ON referents FOR UPDATE
  USING (current_actor_kind() = 'system' OR holds_file(beneficiary_id));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (until) ON referents TO pouvoir_bouger_app;
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['consents', 'scheme_statuses', 'assessments'] LOOP
    EXECUTE format('CREATE POLICY file_holders ON %I USING (holds_file(beneficiary_id))', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY reminded_of ON assessments FOR SELECT USING (current_actor_kind() = 'system');
--> statement-breakpoint
GRANT SELECT, INSERT ON consents, scheme_statuses, assessments TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (withdrawn_at, withdrawn_by) ON consents TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (scheme, reference, status, "from", until) ON scheme_statuses TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT DELETE ON scheme_statuses TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (diagnostic_id, answers, result, version, updated_at) ON assessments TO pouvoir_bouger_app;
--> statement-breakpoint

-- 5. Plans and referrals: by a link, what it was made for and no more.
CREATE POLICY by_link ON action_plans FOR SELECT
  USING (current_actor_kind() = 'visitor' AND share_hash = held_link() AND share_expires_at > current_instant());
--> statement-breakpoint
CREATE POLICY by_link ON referrals FOR SELECT
  USING (current_actor_kind() = 'visitor' AND link_hash = held_link() AND link_expires_at > current_instant());
--> statement-breakpoint
CREATE POLICY answered_by_link ON referrals FOR UPDATE
  USING (current_actor_kind() = 'visitor' AND link_hash = held_link() AND link_expires_at > current_instant());
--> statement-breakpoint
GRANT UPDATE (link_hash, link_expires_at, reminders, sent_at, answered_at, version, provider_organisation_id,
  provider_email) ON referrals TO pouvoir_bouger_app;
--> statement-breakpoint
CREATE POLICY with_the_referral ON referral_events USING (EXISTS (
  SELECT FROM referrals r WHERE r.territory_id = referral_events.territory_id AND r.id = referral_events.referral_id));
--> statement-breakpoint
GRANT SELECT, INSERT ON referral_events TO pouvoir_bouger_app;
--> statement-breakpoint
CREATE POLICY added ON outcomes FOR INSERT WITH CHECK (current_actor_kind() IN ('system', 'program', 'member')
  OR current_actor_kind() = 'visitor' AND held_link() IS NOT NULL);
--> statement-breakpoint
CREATE POLICY summed ON outcomes FOR SELECT USING (current_actor_kind() IN ('system', 'program', 'member'));
--> statement-breakpoint
GRANT SELECT, INSERT ON outcomes TO pouvoir_bouger_app;
--> statement-breakpoint

-- 6. Employers.
CREATE POLICY professionals ON job_sites FOR SELECT USING (current_actor_kind() IN ('system', 'program', 'member'));
--> statement-breakpoint
CREATE POLICY by_poster ON job_sites FOR SELECT USING (current_actor_kind() = 'visitor' AND EXISTS (
  SELECT FROM carpool_lines l WHERE l.territory_id = job_sites.territory_id AND l.site_id = job_sites.id));
--> statement-breakpoint
CREATE POLICY own_organisation ON job_sites USING (organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY professionals ON shift_patterns FOR SELECT
  USING (current_actor_kind() IN ('system', 'program', 'member'));
--> statement-breakpoint
CREATE POLICY by_poster ON shift_patterns FOR SELECT USING (current_actor_kind() = 'visitor' AND EXISTS (
  SELECT FROM carpool_lines l WHERE l.territory_id = shift_patterns.territory_id AND l.pattern_id = shift_patterns.id));
--> statement-breakpoint
CREATE POLICY own_organisation ON shift_patterns USING (EXISTS (
  SELECT FROM job_sites s WHERE s.territory_id = shift_patterns.territory_id AND s.id = shift_patterns.site_id
    AND s.organisation_id = current_organisation()));
--> statement-breakpoint
CREATE POLICY professionals ON carpool_lines FOR SELECT
  USING (current_actor_kind() IN ('system', 'program', 'member'));
--> statement-breakpoint
CREATE POLICY by_poster ON carpool_lines FOR SELECT
  USING (current_actor_kind() = 'visitor' AND code = held_link() AND closed_at IS NULL);
--> statement-breakpoint
CREATE POLICY own_organisation ON carpool_lines USING (organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY answered ON line_answers FOR INSERT WITH CHECK (handled_at IS NULL AND EXISTS (
  SELECT FROM carpool_lines l WHERE l.territory_id = line_answers.territory_id AND l.id = line_answers.line_id));
--> statement-breakpoint
CREATE POLICY called_back ON line_answers FOR SELECT
  USING (current_actor_kind() = 'system' OR to_organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY called_back_done ON line_answers FOR UPDATE USING (to_organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY purged ON line_answers FOR DELETE USING (current_actor_kind() = 'system');
--> statement-breakpoint
GRANT SELECT, INSERT ON job_sites, shift_patterns, carpool_lines, line_answers TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (label, place, updated_at, archived_at) ON job_sites TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (label, cycle, updated_at, archived_at) ON shift_patterns TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (label, closed_at) ON carpool_lines TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT DELETE, UPDATE (handled_at, handled_by, purge_after) ON line_answers TO pouvoir_bouger_app;
