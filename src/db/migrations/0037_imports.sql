CREATE TABLE "import_files" (
	"territory_id" text NOT NULL,
	"import_id" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "import_files_territory_id_import_id_pk" PRIMARY KEY("territory_id","import_id")
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"territory_id" text NOT NULL,
	"import_id" text NOT NULL,
	"position" integer NOT NULL,
	"row" integer NOT NULL,
	"target" text NOT NULL,
	"outcome" text NOT NULL,
	"label" text NOT NULL,
	"target_id" text,
	"problems" jsonb NOT NULL,
	"notes" text[] NOT NULL,
	"change" jsonb,
	"version_before" integer,
	"version_after" integer,
	"applied_at" timestamp (3) with time zone,
	"undone" text,
	CONSTRAINT "import_rows_territory_id_import_id_position_pk" PRIMARY KEY("territory_id","import_id","position")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"organisation_id" text,
	"format" text NOT NULL,
	"file_name" text NOT NULL,
	"file_bytes" integer NOT NULL,
	"status" text NOT NULL,
	"dry_run" boolean NOT NULL,
	"failure" text,
	"rows" integer DEFAULT 0 NOT NULL,
	"accepted" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by" text,
	"checked_at" timestamp (3) with time zone,
	"applied_at" timestamp (3) with time zone,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "imports_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "meeting_places" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"label" text NOT NULL,
	"address" text,
	"commune" text,
	"lon" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"licence" text,
	"source_date" text,
	"details" jsonb NOT NULL,
	"search_text" text NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "meeting_places_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"siret" text,
	"phone" text,
	"email" text,
	"url" text,
	"address" text,
	"postcode" text,
	"commune" text,
	"lon" double precision,
	"lat" double precision,
	"opening_hours" text,
	"networks" text[] NOT NULL,
	"updated_on" text,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "partners_territory_id_id_pk" PRIMARY KEY("territory_id","id")
);
--> statement-breakpoint
CREATE TABLE "source_records" (
	"territory_id" text NOT NULL,
	"target" text NOT NULL,
	"target_id" text NOT NULL,
	"format" text NOT NULL,
	"record" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "source_records_territory_id_target_target_id_pk" PRIMARY KEY("territory_id","target","target_id")
);
--> statement-breakpoint
ALTER TABLE "import_files" ADD CONSTRAINT "import_files_territory_id_import_id_imports_territory_id_id_fk" FOREIGN KEY ("territory_id","import_id") REFERENCES "public"."imports"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_territory_id_import_id_imports_territory_id_id_fk" FOREIGN KEY ("territory_id","import_id") REFERENCES "public"."imports"("territory_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_places" ADD CONSTRAINT "meeting_places_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partners" ADD CONSTRAINT "partners_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_records" ADD CONSTRAINT "source_records_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_rows_territory_id_target_id_index" ON "import_rows" USING btree ("territory_id","target_id");--> statement-breakpoint
CREATE INDEX "imports_territory_id_created_at_index" ON "imports" USING btree ("territory_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_places_external_id" ON "meeting_places" USING btree ("territory_id","source","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "partners_external_id" ON "partners" USING btree ("territory_id","source","external_id");--> statement-breakpoint

-- The walls. A file that is imported is of the organisation that sent it; only workers write what is in it, and what comes of it.
-- The directory and the places it makes are public facts, like those of the territory's own files.
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['imports', 'import_files', 'import_rows', 'source_records', 'partners', 'meeting_places'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format(
      'CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', one);
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY own_organisation ON imports
  USING (current_actor_kind() IN ('member', 'program') AND organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY with_the_import ON import_files FOR INSERT WITH CHECK (current_actor_kind() IN ('member', 'program') AND EXISTS (
  SELECT FROM imports i WHERE i.territory_id = import_files.territory_id AND i.id = import_files.import_id));
--> statement-breakpoint
CREATE POLICY with_the_import ON import_rows FOR SELECT USING (current_actor_kind() IN ('member', 'program') AND EXISTS (
  SELECT FROM imports i WHERE i.territory_id = import_rows.territory_id AND i.id = import_rows.import_id));
--> statement-breakpoint
CREATE POLICY professionals ON source_records FOR SELECT USING (current_actor_kind() IN ('member', 'program'));
--> statement-breakpoint
CREATE POLICY everyone ON partners FOR SELECT USING (true);
--> statement-breakpoint
CREATE POLICY everyone ON meeting_places FOR SELECT USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON imports, source_records, partners, meeting_places TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT DELETE ON imports TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON import_files, import_rows TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (outcome, target_id, version_before, version_after, applied_at, undone, problems, change) ON import_rows
  TO pouvoir_bouger_app;
