CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "offer_previews" (
	"territory_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"week" date NOT NULL,
	"asked" text NOT NULL,
	"at_least" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "offer_previews_territory_id_organisation_id_week_asked_pk" PRIMARY KEY("territory_id","organisation_id","week","asked")
);
--> statement-breakpoint
CREATE TABLE "offer_search" (
	"territory_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"kind" text NOT NULL,
	"theme" text NOT NULL,
	"is_archived" boolean NOT NULL,
	"confirmed_at" date,
	"provider" text NOT NULL,
	"words" text NOT NULL,
	CONSTRAINT "offer_search_territory_id_offer_id_pk" PRIMARY KEY("territory_id","offer_id")
);
--> statement-breakpoint
ALTER TABLE "offer_versions" ADD COLUMN "author_kind" text;--> statement-breakpoint
ALTER TABLE "offer_versions" ADD COLUMN "author_id" text;--> statement-breakpoint
ALTER TABLE "offer_versions" ADD COLUMN "restored_from" integer;--> statement-breakpoint
ALTER TABLE "offer_previews" ADD CONSTRAINT "offer_previews_territory_id_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offer_search_words" ON "offer_search" USING gin ("words" gin_trgm_ops);
--> statement-breakpoint

-- 1. What offers are searched by. The operators of trigrams are not leakproof: behind a condition of row-level security their index is
--    never used. So this table is closed to the application, and one function reads it, in the caller's territory alone.
ALTER TABLE offer_search ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE offer_search FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY keeper ON offer_search TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE FUNCTION plain_words(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT trim(regexp_replace(replace(replace(translate(lower(given), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'),
    'œ', 'oe'), 'æ', 'ae'), '[^[:alnum:]]+', ' ', 'g')) $$;
--> statement-breakpoint
CREATE FUNCTION keep_offer_search() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM public.offer_search s WHERE s.territory_id = OLD.territory_id AND s.offer_id = OLD.id;
    RETURN NULL;
  END IF;
  INSERT INTO public.offer_search AS s (territory_id, offer_id, kind, theme, is_archived, confirmed_at, provider, words)
  VALUES (NEW.territory_id, NEW.id, NEW.kind, NEW.theme, NEW.archived_at IS NOT NULL, NEW.confirmed_at,
    public.plain_words(NEW.provider ->> 'name'), concat_ws(' ', NEW.search_text, NEW.provider ->> 'siret'))
  ON CONFLICT (territory_id, offer_id) DO UPDATE SET kind = EXCLUDED.kind, theme = EXCLUDED.theme,
    is_archived = EXCLUDED.is_archived, confirmed_at = EXCLUDED.confirmed_at, provider = EXCLUDED.provider, words = EXCLUDED.words
  WHERE (s.kind, s.theme, s.is_archived, s.provider, s.words) IS DISTINCT FROM
    (EXCLUDED.kind, EXCLUDED.theme, EXCLUDED.is_archived, EXCLUDED.provider, EXCLUDED.words)
    OR s.confirmed_at IS DISTINCT FROM EXCLUDED.confirmed_at;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_offer_search AFTER INSERT OR UPDATE OR DELETE ON offers
  FOR EACH ROW EXECUTE FUNCTION keep_offer_search();
--> statement-breakpoint
ALTER TABLE offers NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO offer_search (territory_id, offer_id, kind, theme, is_archived, confirmed_at, provider, words)
SELECT o.territory_id, o.id, o.kind, o.theme, o.archived_at IS NOT NULL, o.confirmed_at, plain_words(o.provider ->> 'name'),
  concat_ws(' ', o.search_text, o.provider ->> 'siret') FROM offers o;
--> statement-breakpoint
ALTER TABLE offers FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Ids in their order, from after `after_id`; where `is_loose`, what is written most like the words, best first. `wanted` are plain
-- words, all of which must be there. Written out for each call: a plan made for any words would not know the rare from the common.
CREATE FUNCTION search_offers(wanted text[], is_loose boolean, of_kind text, of_theme text, of_provider text, archived boolean,
  after_day date, up_to_day date, or_never boolean, after_id text, most integer)
RETURNS TABLE (found_id text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  conditions text;
  word text;
BEGIN
  IF coalesce(public.current_actor_kind(), '') NOT IN ('system', 'program', 'member') THEN
    RETURN;
  END IF;
  conditions := format('s.territory_id = %L AND s.is_archived = %L::boolean', public.current_territory(), archived);
  IF of_kind IS NOT NULL THEN conditions := conditions || format(' AND s.kind = %L', of_kind); END IF;
  IF of_theme IS NOT NULL THEN conditions := conditions || format(' AND s.theme = %L', of_theme); END IF;
  IF of_provider IS NOT NULL THEN
    conditions := conditions || format(' AND s.provider LIKE %L', '%' || of_provider || '%');
  END IF;
  IF after_day IS NOT NULL THEN conditions := conditions || format(' AND s.confirmed_at > %L::date', after_day); END IF;
  IF up_to_day IS NOT NULL THEN
    conditions := conditions || format(CASE WHEN or_never THEN ' AND (s.confirmed_at <= %L::date OR s.confirmed_at IS NULL)'
      ELSE ' AND s.confirmed_at <= %L::date' END, up_to_day);
  END IF;
  IF is_loose THEN
    RETURN QUERY EXECUTE format('SELECT s.offer_id FROM public.offer_search s WHERE %s AND s.words OPERATOR(public.%%>) %L
      ORDER BY public.word_similarity(%2$L, s.words) DESC, s.offer_id LIMIT %s', conditions, array_to_string(wanted, ' '), most);
    RETURN;
  END IF;
  FOREACH word IN ARRAY wanted LOOP
    conditions := conditions || format(' AND s.words LIKE %L', '%' || word || '%');
  END LOOP;
  IF after_id IS NOT NULL THEN conditions := conditions || format(' AND s.offer_id > %L', after_id); END IF;
  RETURN QUERY EXECUTE format('SELECT s.offer_id FROM public.offer_search s WHERE %s ORDER BY s.offer_id LIMIT %s', conditions, most);
END $$;
--> statement-breakpoint
CREATE FUNCTION count_offers(fresh_after date, ageing_after date)
RETURNS TABLE (of_kind text, fresh bigint, ageing bigint, to_verify bigint, archived bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF coalesce(public.current_actor_kind(), '') NOT IN ('system', 'program', 'member') THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT s.kind,
    count(*) FILTER (WHERE NOT s.is_archived AND s.confirmed_at > fresh_after),
    count(*) FILTER (WHERE NOT s.is_archived AND s.confirmed_at <= fresh_after AND s.confirmed_at > ageing_after),
    count(*) FILTER (WHERE NOT s.is_archived AND (s.confirmed_at IS NULL OR s.confirmed_at <= ageing_after)),
    count(*) FILTER (WHERE s.is_archived)
  FROM public.offer_search s WHERE s.territory_id = public.current_territory() GROUP BY s.kind;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION search_offers, count_offers, keep_offer_search FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_offers, count_offers TO pouvoir_bouger_app;
--> statement-breakpoint

-- 2. What was told of offers being written: of one's own organisation.
ALTER TABLE offer_previews ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE offer_previews FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY territory_wall ON offer_previews AS RESTRICTIVE USING (territory_id = current_territory());
--> statement-breakpoint
CREATE POLICY own_organisation ON offer_previews
  USING (current_actor_kind() = 'system' OR current_actor_kind() = 'member' AND organisation_id = current_organisation());
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON offer_previews TO pouvoir_bouger_app;
