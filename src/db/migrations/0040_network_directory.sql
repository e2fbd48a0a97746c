-- Words of the directory as they are looked for: lower case, no accents, « St » written out.
CREATE FUNCTION directory_words(named text, told text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(public.plain_words(named || ' ' || coalesce(told, '')), '\mst(e?)\M', 'saint\1', 'g') $$;
--> statement-breakpoint
CREATE TABLE "partner_contacts" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"partner_id" text NOT NULL,
	"name" text NOT NULL,
	"role" text,
	"phone" text,
	"email" text,
	"version" integer NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "partner_contacts_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "partner_contacts_forgotten" CHECK ("partner_contacts"."purge_after" is not null)
);
--> statement-breakpoint
CREATE TABLE "partner_versions" (
	"territory_id" text NOT NULL,
	"partner_id" text NOT NULL,
	"version" integer NOT NULL,
	"facts" jsonb NOT NULL,
	"author_kind" text NOT NULL,
	"author_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "partner_versions_territory_id_partner_id_version_pk" PRIMARY KEY("territory_id","partner_id","version")
);
--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "kind" text DEFAULT 'other' NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "themes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "coverage" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "known_from" text;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "confirmed_on" date;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "is_public" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "illustrative" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "changed_by" text;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "search_text" text GENERATED ALWAYS AS (directory_words(name, description)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partner_contacts" ADD CONSTRAINT "partner_contacts_territory_id_partner_id_partners_territory_id_id_fk" FOREIGN KEY ("territory_id","partner_id") REFERENCES "public"."partners"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_versions" ADD CONSTRAINT "partner_versions_territory_id_partner_id_partners_territory_id_id_fk" FOREIGN KEY ("territory_id","partner_id") REFERENCES "public"."partners"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "partner_contacts_territory_id_partner_id_index" ON "partner_contacts" USING btree ("territory_id","partner_id");
--> statement-breakpoint
-- 1. The directory is the pôle ressources' to write, and everybody's to read but for what is not public.
DROP POLICY everyone ON partners;
--> statement-breakpoint
CREATE POLICY professionals ON partners FOR SELECT USING (current_actor_kind() IN ('member', 'program'));
--> statement-breakpoint
CREATE POLICY visitors ON partners FOR SELECT USING (current_actor_kind() = 'visitor' AND is_public AND archived_at IS NULL);
--> statement-breakpoint
CREATE POLICY resource_centre_adds ON partners FOR INSERT
  WITH CHECK (current_actor_kind() = 'member' AND current_member_role() = 'resourceCentre');
--> statement-breakpoint
CREATE POLICY resource_centre_changes ON partners FOR UPDATE
  USING (current_actor_kind() = 'member' AND current_member_role() = 'resourceCentre');
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['partner_versions', 'partner_contacts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', one);
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
    EXECUTE format('CREATE POLICY resource_centre ON %I USING (current_actor_kind() = ''member''
      AND current_member_role() = ''resourceCentre'')', one);
  END LOOP;
END $$;
--> statement-breakpoint
-- Names of people at work: for signed-in professionals alone, never for a program, and not a day longer than was said.
CREATE POLICY professionals ON partner_contacts FOR SELECT
  USING (current_actor_kind() = 'member' AND purge_after > current_instant());
--> statement-breakpoint
GRANT SELECT, INSERT ON partner_versions TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON partner_contacts TO pouvoir_bouger_app;
--> statement-breakpoint

-- 2. No version of a structure goes unkept, whoever makes it: a person, an import, its undoing.
CREATE FUNCTION sign_partner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_actor_kind() = 'system' THEN
    NEW.changed_by := NULL;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER sign_partner BEFORE INSERT OR UPDATE ON partners FOR EACH ROW EXECUTE FUNCTION sign_partner();
--> statement-breakpoint
CREATE FUNCTION keep_partner_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO partner_versions (territory_id, partner_id, version, facts, author_kind, author_id, created_at)
  VALUES (NEW.territory_id, NEW.id, NEW.version, to_jsonb(NEW) - 'search_text' - 'territory_id', coalesce(current_actor_kind(), 'administrator'), NEW.changed_by,
    current_instant())
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_partner_version AFTER INSERT OR UPDATE ON partners FOR EACH ROW EXECUTE FUNCTION keep_partner_version();
