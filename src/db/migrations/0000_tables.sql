CREATE TABLE "booking_seats" (
	"territory_id" text NOT NULL,
	"booking_id" text NOT NULL,
	"seat_number" smallint NOT NULL,
	"offer_id" text NOT NULL,
	"trip_index" smallint,
	"date" date NOT NULL,
	"depart_seconds" integer NOT NULL,
	"arrive_seconds" integer NOT NULL,
	"period" "tstzrange" NOT NULL,
	"holding" boolean NOT NULL,
	CONSTRAINT "booking_seats_territory_id_booking_id_seat_number_pk" PRIMARY KEY("territory_id","booking_id","seat_number"),
	CONSTRAINT "booking_seats_number" CHECK ("booking_seats"."seat_number" > 0),
	CONSTRAINT "booking_seats_period" CHECK (not isempty("booking_seats"."period"))
);
--> statement-breakpoint
CREATE TABLE "bookings" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"organisation_id" text,
	"booked_by" text NOT NULL,
	"provider_organisation_id" text,
	"from" jsonb NOT NULL,
	"to" jsonb NOT NULL,
	"date" date NOT NULL,
	"seats" smallint DEFAULT 1 NOT NULL,
	"status" text NOT NULL,
	"depart_at" timestamp (3) with time zone,
	"arrive_at" timestamp (3) with time zone,
	"price_cents" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "bookings_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "bookings_status" CHECK ("bookings"."status" in ('requested', 'confirmed', 'refused', 'done', 'cancelled', 'noShow')),
	CONSTRAINT "bookings_seats" CHECK ("bookings"."seats" > 0)
);
--> statement-breakpoint
CREATE TABLE "vehicle_loans" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"vehicle_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"booking_id" text,
	"period" daterange NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "vehicle_loans_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "vehicle_loans_status" CHECK ("vehicle_loans"."status" in ('requested', 'confirmed', 'out', 'returned', 'refused', 'cancelled')),
	CONSTRAINT "vehicle_loans_period" CHECK (not isempty("vehicle_loans"."period"))
);
--> statement-breakpoint
CREATE TABLE "vehicles" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"offer_id" text NOT NULL,
	"label" text NOT NULL,
	"vehicle_type" text NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "vehicles_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "vehicles_status" CHECK ("vehicles"."status" in ('available', 'maintenance', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "offer_versions" (
	"territory_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"version" integer NOT NULL,
	"offer" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "offer_versions_territory_id_offer_id_version_pk" PRIMARY KEY("territory_id","offer_id","version")
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"theme" text NOT NULL,
	"provider" jsonb NOT NULL,
	"audiences" text[] NOT NULL,
	"eligibility_zone" text[] NOT NULL,
	"illustrative" boolean NOT NULL,
	"access_conditions" jsonb NOT NULL,
	"valid_from" date,
	"valid_until" date,
	"confirmed_at" date,
	"visibility" text NOT NULL,
	"external_id" text,
	"operator" text,
	"calendar" jsonb NOT NULL,
	"details" jsonb NOT NULL,
	"search_text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "offers_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "diagnostic_versions" (
	"territory_id" text NOT NULL,
	"diagnostic_id" text NOT NULL,
	"version" integer NOT NULL,
	"age" smallint,
	"facts" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "diagnostic_versions_territory_id_diagnostic_id_version_pk" PRIMARY KEY("territory_id","diagnostic_id","version")
);
--> statement-breakpoint
CREATE TABLE "diagnostics" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"organisation_id" text,
	"current_version" integer NOT NULL,
	"trial" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "diagnostics_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "diagnostics_trial_expires" CHECK ("diagnostics"."trial" = ("diagnostics"."expires_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "matches" (
	"territory_id" text NOT NULL,
	"diagnostic_id" text NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"computed_at" timestamp (3) with time zone,
	"result" jsonb,
	"provisional" boolean DEFAULT false NOT NULL,
	"failure" text,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "matches_territory_id_diagnostic_id_version_pk" PRIMARY KEY("territory_id","diagnostic_id","version"),
	CONSTRAINT "matches_status" CHECK ("matches"."status" in ('pending', 'ready', 'failed')),
	CONSTRAINT "matches_ready_has_result" CHECK ("matches"."status" <> 'ready' or "matches"."result" is not null),
	CONSTRAINT "matches_failed_says_why" CHECK (("matches"."status" = 'failed') = ("matches"."failure" is not null))
);
--> statement-breakpoint
CREATE TABLE "action_plans" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"diagnostic_id" text,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "action_plans_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "action_plans_status" CHECK ("action_plans"."status" in ('draft', 'active', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "plan_steps" (
	"territory_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"position" smallint NOT NULL,
	"step" text NOT NULL,
	"offer_id" text,
	"from" date,
	"until" date,
	"status" text NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "plan_steps_territory_id_plan_id_position_pk" PRIMARY KEY("territory_id","plan_id","position"),
	CONSTRAINT "plan_steps_status" CHECK ("plan_steps"."status" in ('todo', 'doing', 'done', 'dropped'))
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"provider_organisation_id" text,
	"status" text NOT NULL,
	"rejection_reason" text,
	"outcome" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "referrals_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "referrals_status" CHECK ("referrals"."status" in ('sent', 'accepted', 'refused', 'expired', 'started', 'ended')),
	CONSTRAINT "referrals_refusal_says_why" CHECK (("referrals"."status" = 'refused') = ("referrals"."rejection_reason" is not null)),
	CONSTRAINT "referrals_only_ended_has_outcome" CHECK ("referrals"."status" = 'ended' or "referrals"."outcome" is null)
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"territory_id" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"organisation_id" text,
	"action" text NOT NULL,
	"entity" text NOT NULL,
	"entity_id" text NOT NULL,
	"fields" text[] NOT NULL,
	CONSTRAINT "audit_entries_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"territory_id" text NOT NULL,
	"holder" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer NOT NULL,
	"body" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_territory_id_holder_key_pk" PRIMARY KEY("territory_id","holder","key")
);
--> statement-breakpoint
CREATE TABLE "outbox_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"territory_id" text NOT NULL,
	"event" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "beneficiaries" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text,
	"reference" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "beneficiaries_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "beneficiaries_reference_of_an_organisation" CHECK ("beneficiaries"."reference" is null or "beneficiaries"."organisation_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "beneficiary_access" (
	"territory_id" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "beneficiary_access_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"beneficiary_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"scope" text NOT NULL,
	"basis" text NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "beneficiary_access_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "beneficiary_access_scope" CHECK ("beneficiary_access"."scope" in ('file', 'facts'))
);
--> statement-breakpoint
CREATE TABLE "beneficiary_identities" (
	"territory_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"birth_date" date,
	"first_name" text,
	"last_name" text,
	"phone" text,
	"email" text,
	"language" text,
	"discreet" boolean DEFAULT false NOT NULL,
	"safe_hours" jsonb,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "beneficiary_identities_territory_id_beneficiary_id_pk" PRIMARY KEY("territory_id","beneficiary_id")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"display_name" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "members_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"label" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"requests_per_minute" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "catalogue_versions" (
	"territory_id" text PRIMARY KEY NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "communes" (
	"territory_id" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"epci_code" text,
	"epci_name" text,
	"departement" text NOT NULL,
	"population" integer NOT NULL,
	"lon" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"postcodes" text[] NOT NULL,
	"inside" boolean NOT NULL,
	"contour" jsonb,
	CONSTRAINT "communes_territory_id_code_pk" PRIMARY KEY("territory_id","code")
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"siret" text,
	"phone" text,
	"email" text,
	"url" text,
	"illustrative" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisations_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "points_of_interest" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"address" text,
	"commune" text,
	"lon" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"source" text NOT NULL,
	"source_date" text,
	"licence" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"search_text" text NOT NULL,
	CONSTRAINT "points_of_interest_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "territories" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"zones" text[] NOT NULL,
	"holidays" text NOT NULL,
	"rules" jsonb NOT NULL,
	"seed_edition" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "booking_seats" ADD CONSTRAINT "booking_seats_territory_id_booking_id_bookings_territory_id_id_fk" FOREIGN KEY ("territory_id","booking_id") REFERENCES "public"."bookings"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_seats" ADD CONSTRAINT "booking_seats_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_territory_id_provider_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","provider_organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicle_loans" ADD CONSTRAINT "vehicle_loans_territory_id_vehicle_id_vehicles_territory_id_id_fk" FOREIGN KEY ("territory_id","vehicle_id") REFERENCES "public"."vehicles"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicle_loans" ADD CONSTRAINT "vehicle_loans_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicle_loans" ADD CONSTRAINT "vehicle_loans_territory_id_booking_id_bookings_territory_id_id_fk" FOREIGN KEY ("territory_id","booking_id") REFERENCES "public"."bookings"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicles" ADD CONSTRAINT "vehicles_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_versions" ADD CONSTRAINT "offer_versions_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "diagnostic_versions" ADD CONSTRAINT "diagnostic_versions_territory_id_diagnostic_id_diagnostics_territory_id_id_fk" FOREIGN KEY ("territory_id","diagnostic_id") REFERENCES "public"."diagnostics"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "diagnostics" ADD CONSTRAINT "diagnostics_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "diagnostics" ADD CONSTRAINT "diagnostics_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matches" ADD CONSTRAINT "matches_territory_id_diagnostic_id_version_diagnostic_versions_territory_id_diagnostic_id_version_fk" FOREIGN KEY ("territory_id","diagnostic_id","version") REFERENCES "public"."diagnostic_versions"("territory_id","diagnostic_id","version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_plans" ADD CONSTRAINT "action_plans_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_steps" ADD CONSTRAINT "plan_steps_territory_id_plan_id_action_plans_territory_id_id_fk" FOREIGN KEY ("territory_id","plan_id") REFERENCES "public"."action_plans"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_steps" ADD CONSTRAINT "plan_steps_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_territory_id_offer_id_offers_territory_id_id_fk" FOREIGN KEY ("territory_id","offer_id") REFERENCES "public"."offers"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_territory_id_provider_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","provider_organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox_events" ADD CONSTRAINT "outbox_events_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "beneficiaries" ADD CONSTRAINT "beneficiaries_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "beneficiaries" ADD CONSTRAINT "beneficiaries_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "beneficiary_access" ADD CONSTRAINT "beneficiary_access_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "beneficiary_access" ADD CONSTRAINT "beneficiary_access_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "beneficiary_identities" ADD CONSTRAINT "beneficiary_identities_territory_id_beneficiary_id_beneficiaries_territory_id_id_fk" FOREIGN KEY ("territory_id","beneficiary_id") REFERENCES "public"."beneficiaries"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_versions" ADD CONSTRAINT "catalogue_versions_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "communes" ADD CONSTRAINT "communes_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "points_of_interest" ADD CONSTRAINT "points_of_interest_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "booking_seats_held" ON "booking_seats" USING btree ("territory_id","date") WHERE "booking_seats"."holding";--> statement-breakpoint
CREATE INDEX "bookings_territory_id_beneficiary_id_index" ON "bookings" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE INDEX "bookings_territory_id_offer_id_date_index" ON "bookings" USING btree ("territory_id","offer_id","date");--> statement-breakpoint
CREATE INDEX "offers_territory_id_kind_index" ON "offers" USING btree ("territory_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "offers_external_id" ON "offers" USING btree ("territory_id","operator","external_id");--> statement-breakpoint
CREATE INDEX "diagnostics_territory_id_beneficiary_id_index" ON "diagnostics" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE INDEX "diagnostics_expiry" ON "diagnostics" USING btree ("territory_id","expires_at") WHERE "diagnostics"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "matches_to_do" ON "matches" USING btree ("territory_id","diagnostic_id") WHERE "matches"."status" = 'pending' or "matches"."provisional";--> statement-breakpoint
CREATE INDEX "action_plans_territory_id_beneficiary_id_index" ON "action_plans" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE INDEX "referrals_territory_id_beneficiary_id_index" ON "referrals" USING btree ("territory_id","beneficiary_id");--> statement-breakpoint
CREATE INDEX "referrals_territory_id_provider_organisation_id_status_index" ON "referrals" USING btree ("territory_id","provider_organisation_id","status");--> statement-breakpoint
CREATE INDEX "audit_entries_territory_id_entity_entity_id_index" ON "audit_entries" USING btree ("territory_id","entity","entity_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_territory_id_created_at_index" ON "idempotency_keys" USING btree ("territory_id","created_at");--> statement-breakpoint
CREATE INDEX "outbox_events_unsent" ON "outbox_events" USING btree ("id") WHERE "outbox_events"."sent_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "beneficiaries_reference" ON "beneficiaries" USING btree ("territory_id","organisation_id","reference");--> statement-breakpoint
CREATE INDEX "beneficiary_access_territory_id_beneficiary_id_organisation_id_index" ON "beneficiary_access" USING btree ("territory_id","beneficiary_id","organisation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_email" ON "members" USING btree ("territory_id",lower("email"));--> statement-breakpoint
CREATE INDEX "points_of_interest_territory_id_kind_index" ON "points_of_interest" USING btree ("territory_id","kind");