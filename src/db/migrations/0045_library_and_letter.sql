-- Words of the library as they are looked for. `array_to_string` is only stable for arrays in general: of texts it never changes.
CREATE FUNCTION library_words(named text, told text, tags text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.directory_words(named, concat_ws(' ', told, array_to_string(tags, ' '))) $$;
--> statement-breakpoint
CREATE TABLE "letter_readers" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"email" text NOT NULL,
	"member_id" text,
	"link_hashes" text[] DEFAULT '{}' NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"told_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retention_class" text NOT NULL,
	"purge_after" timestamp (3) with time zone,
	CONSTRAINT "letter_readers_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "letter_readers_told" CHECK (("letter_readers"."confirmed_at" is null) = ("letter_readers"."told_until" is null)),
	CONSTRAINT "letter_readers_forgotten" CHECK ("letter_readers"."confirmed_at" is not null or "letter_readers"."purge_after" is not null)
);
--> statement-breakpoint
CREATE TABLE "library_items" (
	"territory_id" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"url" text,
	"file_type" text,
	"file_bytes" "bytea",
	"file_size" integer,
	"is_public" boolean NOT NULL,
	"illustrative" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"changed_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"search_text" text GENERATED ALWAYS AS (library_words(title, description, tags)) STORED NOT NULL,
	CONSTRAINT "library_items_territory_id_id_pk" PRIMARY KEY("territory_id","id"),
	CONSTRAINT "library_items_one" CHECK (("library_items"."url" is null) = ("library_items"."file_bytes" is not null)),
	CONSTRAINT "library_items_file" CHECK (("library_items"."file_bytes" is null) = ("library_items"."file_type" is null))
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "html" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "unsubscribe_url" text;--> statement-breakpoint
ALTER TABLE "letter_readers" ADD CONSTRAINT "letter_readers_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_items" ADD CONSTRAINT "library_items_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "letter_readers_territory_id_email_index" ON "letter_readers" USING btree ("territory_id","email");--> statement-breakpoint
CREATE UNIQUE INDEX "letter_readers_once" ON "letter_readers" USING btree ("territory_id","email") WHERE "letter_readers"."confirmed_at" is not null;
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['library_items', 'letter_readers'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
    EXECUTE format('CREATE POLICY workers ON %I USING (current_actor_kind() = ''system'')', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 1. The library is the pôle ressources' to write, and everybody's to read but for what is for professionals.
CREATE POLICY professionals ON library_items FOR SELECT USING (current_actor_kind() IN ('member', 'program'));
--> statement-breakpoint
CREATE POLICY visitors ON library_items FOR SELECT
  USING (current_actor_kind() = 'visitor' AND is_public AND archived_at IS NULL);
--> statement-breakpoint
CREATE POLICY resource_centre_adds ON library_items FOR INSERT
  WITH CHECK (current_actor_kind() = 'member' AND current_member_role() = 'resourceCentre');
--> statement-breakpoint
CREATE POLICY resource_centre_changes ON library_items FOR UPDATE
  USING (current_actor_kind() = 'member' AND current_member_role() = 'resourceCentre');
--> statement-breakpoint

-- 2. Who reads the letter is nobody's to know but the one who holds its link, and workers who write it.
CREATE POLICY held ON letter_readers FOR SELECT
  USING (current_actor_kind() = 'visitor' AND link_hashes @> ARRAY[held_link()]);
--> statement-breakpoint
CREATE POLICY held_unsubscribes ON letter_readers FOR DELETE
  USING (current_actor_kind() = 'visitor' AND link_hashes @> ARRAY[held_link()]);
--> statement-breakpoint
CREATE POLICY asks ON letter_readers FOR INSERT WITH CHECK (
  current_actor_kind() = 'visitor' AND link_hashes = ARRAY[held_link()] AND confirmed_at IS NULL AND member_id IS NULL);
--> statement-breakpoint
GRANT SELECT, INSERT ON library_items, letter_readers TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (version, title, description, tags, url, file_type, file_bytes, file_size, is_public, archived_at, changed_by, updated_at)
  ON library_items TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT DELETE, UPDATE (link_hashes, confirmed_at, told_until, purge_after) ON letter_readers TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (html, unsubscribe_url) ON messages TO pouvoir_bouger_app;
