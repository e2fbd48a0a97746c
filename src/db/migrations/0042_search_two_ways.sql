CREATE INDEX "offer_search_kinds" ON "offer_search" USING btree ("territory_id","is_archived","kind","offer_id");
--> statement-breakpoint
-- Words that are everywhere are met within the first few thousand offers; words that are rare lead through the index of trigrams. Asked
-- for both at once, in order and only so many, the planner takes one way for both: a hundred thousand texts read for a word that no one has.
CREATE OR REPLACE FUNCTION search_offers(wanted text[], is_loose boolean, of_kind text, of_theme text, of_provider text, archived boolean,
  after_day date, up_to_day date, or_never boolean, after_id text, most integer)
RETURNS TABLE (found_id text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  which text;
  words text := '';
  word text;
  first_ids text[];
BEGIN
  IF coalesce(public.current_actor_kind(), '') NOT IN ('system', 'program', 'member') THEN
    RETURN;
  END IF;
  which := format('s.territory_id = %L AND s.is_archived = %L::boolean', public.current_territory(), archived);
  IF of_kind IS NOT NULL THEN which := which || format(' AND s.kind = %L', of_kind); END IF;
  IF of_theme IS NOT NULL THEN which := which || format(' AND s.theme = %L', of_theme); END IF;
  IF after_day IS NOT NULL THEN which := which || format(' AND s.confirmed_at > %L::date', after_day); END IF;
  IF up_to_day IS NOT NULL THEN
    which := which || format(CASE WHEN or_never THEN ' AND (s.confirmed_at <= %L::date OR s.confirmed_at IS NULL)'
      ELSE ' AND s.confirmed_at <= %L::date' END, up_to_day);
  END IF;
  IF of_provider IS NOT NULL THEN
    words := words || format(' AND s.provider LIKE %L', '%' || public.plain_words(of_provider) || '%');
  END IF;
  IF is_loose THEN
    RETURN QUERY EXECUTE format('SELECT s.offer_id FROM public.offer_search s WHERE %s%s AND s.words OPERATOR(public.%%>) %L
      ORDER BY public.word_similarity(%3$L, s.words) DESC, s.offer_id LIMIT %s',
      which, words, array_to_string(wanted, ' '), most);
    RETURN;
  END IF;
  FOREACH word IN ARRAY wanted LOOP
    words := words || format(' AND s.words LIKE %L', '%' || word || '%');
  END LOOP;
  IF after_id IS NOT NULL THEN which := which || format(' AND s.offer_id > %L', after_id); END IF;
  IF words = '' THEN
    RETURN QUERY EXECUTE format('SELECT s.offer_id FROM public.offer_search s WHERE %s ORDER BY s.offer_id LIMIT %s', which, most);
    RETURN;
  END IF;
  EXECUTE format('SELECT array_agg(s.offer_id ORDER BY s.offer_id) FROM (SELECT t.offer_id FROM (
      SELECT s.offer_id, s.provider, s.words FROM public.offer_search s WHERE %s ORDER BY s.offer_id LIMIT 3000) t,
      LATERAL (SELECT t.provider, t.words) s WHERE true%s ORDER BY t.offer_id LIMIT %s) s', which, words, most) INTO first_ids;
  IF coalesce(cardinality(first_ids), 0) >= most THEN
    RETURN QUERY SELECT unnest(first_ids);
    RETURN;
  END IF;
  RETURN QUERY EXECUTE format('WITH found AS MATERIALIZED (SELECT s.offer_id FROM public.offer_search s WHERE %s%s)
    SELECT f.offer_id FROM found f ORDER BY f.offer_id LIMIT %s', which, words, most);
END $$;
