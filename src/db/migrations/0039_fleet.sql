CREATE TABLE "condition_photos" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"report_id" text NOT NULL,
	"position" smallint NOT NULL,
	"width_pixels" smallint NOT NULL,
	"height_pixels" smallint NOT NULL,
	"jpeg" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "condition_photos_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "condition_photos_position" CHECK ("condition_photos"."position" between 1 and 10)
);
--> statement-breakpoint
CREATE TABLE "condition_reports" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"loan_id" text NOT NULL,
	"moment" text NOT NULL,
	"mileage_km" integer NOT NULL,
	"energy_percent" smallint,
	"points" jsonb NOT NULL,
	"note" text,
	"signed_by_borrower" text NOT NULL,
	"signed_by_member" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "condition_reports_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "condition_reports_moment" CHECK ("condition_reports"."moment" in ('start', 'end')),
	CONSTRAINT "condition_reports_energy" CHECK ("condition_reports"."energy_percent" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "loan_contracts" (
	"territory_id" text NOT NULL,
	"loan_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"beneficiary_id" text,
	"referral_id" text,
	"waiting_id" text,
	"borrower" jsonb NOT NULL,
	"terms" jsonb NOT NULL,
	"signed_at" timestamp (3) with time zone,
	"signed_by_borrower" text,
	"signed_by_member" text,
	"out_on" date,
	"mileage_out_km" integer,
	"returned_on" date,
	"mileage_in_km" integer,
	"owed" jsonb,
	"reason_text" text,
	"late_told_on" date,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "loan_contracts_territory_id_loan_id_pk" PRIMARY KEY("territory_id","loan_id"),
	CONSTRAINT "loan_contracts_mileage" CHECK ("loan_contracts"."mileage_in_km" is null or "loan_contracts"."mileage_in_km" >= "loan_contracts"."mileage_out_km"),
	CONSTRAINT "loan_contracts_signed" CHECK (("loan_contracts"."signed_at" is null) = ("loan_contracts"."signed_by_borrower" is null))
);
--> statement-breakpoint
CREATE TABLE "vehicle_costs" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"vehicle_id" text NOT NULL,
	"paid_on" date NOT NULL,
	"kind" text NOT NULL,
	"cents" integer NOT NULL,
	"note" text,
	"loan_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "vehicle_costs_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "vehicle_costs_cents" CHECK ("vehicle_costs"."cents" >= 0)
);
--> statement-breakpoint
CREATE TABLE "vehicle_incidents" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"vehicle_id" text NOT NULL,
	"loan_id" text,
	"happened_on" date NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"recorded_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "vehicle_incidents_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "vehicle_maintenance" (
	"territory_id" text NOT NULL,
	"loan_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"kind" text NOT NULL,
	"garage" text,
	"note" text,
	"cost_cents" integer,
	CONSTRAINT "vehicle_maintenance_territory_id_loan_id_pk" PRIMARY KEY("territory_id","loan_id")
);
--> statement-breakpoint
CREATE TABLE "vehicle_mileage" (
	"territory_id" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "vehicle_mileage_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organisation_id" text NOT NULL,
	"vehicle_id" text NOT NULL,
	"read_on" date NOT NULL,
	"km" integer NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "vehicle_mileage_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "vehicle_mileage_km" CHECK ("vehicle_mileage"."km" >= 0)
);
--> statement-breakpoint
CREATE TABLE "vehicle_papers" (
	"territory_id" text NOT NULL,
	"vehicle_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"plate" text,
	"insurance_due_on" date,
	"inspection_due_on" date,
	"mileage_km" integer,
	CONSTRAINT "vehicle_papers_territory_id_vehicle_id_pk" PRIMARY KEY("territory_id","vehicle_id"),
	CONSTRAINT "vehicle_papers_mileage" CHECK ("vehicle_papers"."mileage_km" >= 0)
);
--> statement-breakpoint
ALTER TABLE "vehicles" DROP CONSTRAINT "vehicles_status";--> statement-breakpoint
ALTER TABLE "vehicle_loans" ADD COLUMN "kind" text DEFAULT 'loan' NOT NULL;--> statement-breakpoint
ALTER TABLE "vehicle_loans" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
-- Vehicles of before belong to whoever entered their offer, else to a provider of the territory, else to any structure of it. Past the
-- walls: the owner of the tables is behind them too.
ALTER TABLE "vehicles" ADD COLUMN "organisation_id" text;--> statement-breakpoint
ALTER TABLE vehicles NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE vehicle_loans NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE offers NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE organisations NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE vehicles v SET status = CASE WHEN status = 'available' THEN status ELSE 'withdrawn' END, organisation_id = coalesce(
  (SELECT o.organisation_id FROM offers o WHERE o.territory_id = v.territory_id AND o.id = v.offer_id),
  (SELECT g.id FROM organisations g WHERE g.territory_id = v.territory_id ORDER BY g.kind <> 'provider', g.id LIMIT 1));--> statement-breakpoint
-- A territory without a structure has nobody who could run one: what stood there was tried out, and by nobody.
DELETE FROM vehicle_loans l USING vehicles v
  WHERE v.territory_id = l.territory_id AND v.id = l.vehicle_id AND v.organisation_id IS NULL;--> statement-breakpoint
DELETE FROM vehicles WHERE organisation_id IS NULL;--> statement-breakpoint
ALTER TABLE vehicles FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE vehicle_loans FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE offers FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "vehicles" ALTER COLUMN "organisation_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "make" text;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "model" text;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "equipment" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "required_licence" text;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "gearbox" text;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "seats" smallint;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "illustrative" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "updated_at" timestamp (3) with time zone NOT NULL DEFAULT now();--> statement-breakpoint
ALTER TABLE "vehicles" ALTER COLUMN "updated_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "condition_photos" ADD CONSTRAINT "condition_photos_territory_id_report_id_condition_reports_territory_id_id_fk" FOREIGN KEY ("territory_id","report_id") REFERENCES "public"."condition_reports"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "condition_reports" ADD CONSTRAINT "condition_reports_territory_id_loan_id_loan_contracts_territory_id_loan_id_fk" FOREIGN KEY ("territory_id","loan_id") REFERENCES "public"."loan_contracts"("territory_id","loan_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loan_contracts" ADD CONSTRAINT "loan_contracts_territory_id_loan_id_vehicle_loans_territory_id_id_fk" FOREIGN KEY ("territory_id","loan_id") REFERENCES "public"."vehicle_loans"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loan_contracts" ADD CONSTRAINT "loan_contracts_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicle_costs" ADD CONSTRAINT "vehicle_costs_territory_id_vehicle_id_vehicles_territory_id_id_fk" FOREIGN KEY ("territory_id","vehicle_id") REFERENCES "public"."vehicles"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicle_incidents" ADD CONSTRAINT "vehicle_incidents_territory_id_vehicle_id_vehicles_territory_id_id_fk" FOREIGN KEY ("territory_id","vehicle_id") REFERENCES "public"."vehicles"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicle_maintenance" ADD CONSTRAINT "vehicle_maintenance_territory_id_loan_id_vehicle_loans_territory_id_id_fk" FOREIGN KEY ("territory_id","loan_id") REFERENCES "public"."vehicle_loans"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicle_mileage" ADD CONSTRAINT "vehicle_mileage_territory_id_vehicle_id_vehicles_territory_id_id_fk" FOREIGN KEY ("territory_id","vehicle_id") REFERENCES "public"."vehicles"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicle_papers" ADD CONSTRAINT "vehicle_papers_territory_id_vehicle_id_vehicles_territory_id_id_fk" FOREIGN KEY ("territory_id","vehicle_id") REFERENCES "public"."vehicles"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "condition_photos_position" ON "condition_photos" USING btree ("territory_id","report_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "condition_reports_once" ON "condition_reports" USING btree ("territory_id","loan_id","moment");--> statement-breakpoint
CREATE INDEX "loan_contracts_territory_id_organisation_id_index" ON "loan_contracts" USING btree ("territory_id","organisation_id");--> statement-breakpoint
CREATE INDEX "loan_contracts_territory_id_referral_id_index" ON "loan_contracts" USING btree ("territory_id","referral_id");--> statement-breakpoint
CREATE INDEX "vehicle_costs_territory_id_vehicle_id_paid_on_index" ON "vehicle_costs" USING btree ("territory_id","vehicle_id","paid_on");--> statement-breakpoint
CREATE UNIQUE INDEX "vehicle_costs_of_maintenance" ON "vehicle_costs" USING btree ("territory_id","loan_id");--> statement-breakpoint
CREATE INDEX "vehicle_incidents_territory_id_vehicle_id_index" ON "vehicle_incidents" USING btree ("territory_id","vehicle_id");--> statement-breakpoint
CREATE INDEX "vehicle_mileage_territory_id_vehicle_id_read_on_index" ON "vehicle_mileage" USING btree ("territory_id","vehicle_id","read_on");--> statement-breakpoint
CREATE UNIQUE INDEX "vehicle_papers_plate" ON "vehicle_papers" USING btree ("territory_id","organisation_id","plate");--> statement-breakpoint
ALTER TABLE "vehicles" ADD CONSTRAINT "vehicles_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vehicle_loans_territory_id_vehicle_id_index" ON "vehicle_loans" USING btree ("territory_id","vehicle_id");--> statement-breakpoint
CREATE INDEX "vehicles_territory_id_organisation_id_index" ON "vehicles" USING btree ("territory_id","organisation_id");--> statement-breakpoint
CREATE INDEX "vehicles_territory_id_offer_id_index" ON "vehicles" USING btree ("territory_id","offer_id");--> statement-breakpoint
ALTER TABLE "vehicle_loans" ADD CONSTRAINT "vehicle_loans_kind" CHECK ("vehicle_loans"."kind" in ('loan', 'maintenance'));--> statement-breakpoint
ALTER TABLE "vehicles" ADD CONSTRAINT "vehicles_seats" CHECK ("vehicles"."seats" between 1 and 9);--> statement-breakpoint
ALTER TABLE "vehicles" ADD CONSTRAINT "vehicles_status" CHECK ("vehicles"."status" in ('available', 'withdrawn'));
--> statement-breakpoint
-- The contract is the structure's own: a file that is erased leaves it behind, without the person.
ALTER TABLE loan_contracts ADD CONSTRAINT loan_contracts_beneficiary FOREIGN KEY (territory_id, beneficiary_id)
  REFERENCES beneficiaries (territory_id, id) ON DELETE SET NULL (beneficiary_id);
--> statement-breakpoint

-- 1. A structure runs its own vehicles, and nobody else's. The territory sees which there are and which days are taken; plates,
--    papers, contracts, photos and costs are the structure's alone.
DROP POLICY professionals_add ON vehicles;
--> statement-breakpoint
DROP POLICY professionals_change ON vehicles;
--> statement-breakpoint
DROP POLICY without_booking ON vehicle_loans;
--> statement-breakpoint
CREATE POLICY own_structure ON vehicles USING (current_actor_kind() IN ('member', 'program')
  AND organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY workers ON vehicles USING (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE POLICY own_structure ON vehicle_loans USING (current_actor_kind() IN ('member', 'program') AND EXISTS (
  SELECT FROM vehicles v WHERE v.territory_id = vehicle_loans.territory_id AND v.id = vehicle_loans.vehicle_id
    AND v.organisation_id = current_organisation()));
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['vehicle_papers', 'loan_contracts', 'vehicle_maintenance', 'condition_reports', 'condition_photos',
    'vehicle_incidents', 'vehicle_costs', 'vehicle_mileage'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
    EXECUTE format('CREATE POLICY own_structure ON %I USING (current_actor_kind() IN (''member'', ''program'')
      AND organisation_id = current_organisation())', one);
  END LOOP;
  -- What hangs from a vehicle hangs from one of the structure's own.
  FOREACH one IN ARRAY ARRAY['vehicle_papers', 'vehicle_incidents', 'vehicle_costs', 'vehicle_mileage'] LOOP
    EXECUTE format('CREATE POLICY own_vehicle ON %1$I AS RESTRICTIVE FOR INSERT WITH CHECK (EXISTS (
      SELECT FROM vehicles v WHERE v.territory_id = %1$I.territory_id AND v.id = %1$I.vehicle_id
        AND v.organisation_id = %1$I.organisation_id))', one);
  END LOOP;
  FOREACH one IN ARRAY ARRAY['loan_contracts', 'vehicle_maintenance'] LOOP
    EXECUTE format('CREATE POLICY own_vehicle ON %1$I AS RESTRICTIVE FOR INSERT WITH CHECK (EXISTS (
      SELECT FROM vehicle_loans l JOIN vehicles v ON v.territory_id = l.territory_id AND v.id = l.vehicle_id
      WHERE l.territory_id = %1$I.territory_id AND l.id = %1$I.loan_id AND v.organisation_id = %1$I.organisation_id))', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY own_loan ON condition_reports AS RESTRICTIVE FOR INSERT WITH CHECK (EXISTS (
  SELECT FROM loan_contracts c WHERE c.territory_id = condition_reports.territory_id AND c.loan_id = condition_reports.loan_id
    AND c.organisation_id = condition_reports.organisation_id));
--> statement-breakpoint
CREATE POLICY own_report ON condition_photos AS RESTRICTIVE FOR INSERT WITH CHECK (EXISTS (
  SELECT FROM condition_reports r WHERE r.territory_id = condition_photos.territory_id AND r.id = condition_photos.report_id
    AND r.organisation_id = condition_photos.organisation_id));
--> statement-breakpoint

-- 2. No grant lets a signed report be changed.
GRANT SELECT, INSERT ON vehicle_papers, loan_contracts, vehicle_maintenance, condition_reports, condition_photos,
  vehicle_incidents, vehicle_costs, vehicle_mileage TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT DELETE ON loan_contracts, condition_photos, vehicle_incidents TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (plate, insurance_due_on, inspection_due_on, mileage_km) ON vehicle_papers TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (terms, signed_at, signed_by_borrower, signed_by_member, out_on, mileage_out_km, returned_on, mileage_in_km,
  owed, reason_text, late_told_on, updated_at, retention_class, purge_after) ON loan_contracts TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (kind, garage, note, cost_cents) ON vehicle_maintenance TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (retention_class, purge_after) ON condition_reports, condition_photos TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (vehicle_id, offer_id, version) ON vehicle_loans TO pouvoir_bouger_app;
--> statement-breakpoint
CREATE FUNCTION signed_terms_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The last day alone moves, when it is prolonged.
  IF OLD.signed_at IS NOT NULL AND (NEW.terms - 'until') IS DISTINCT FROM (OLD.terms - 'until') THEN
    RAISE EXCEPTION 'what was signed is not changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER signed_terms_stay BEFORE UPDATE OF terms ON loan_contracts FOR EACH ROW EXECUTE FUNCTION signed_terms_stay();
