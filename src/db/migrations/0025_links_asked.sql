CREATE INDEX "way_ins_asked" ON "way_ins" USING btree ("territory_id","created_at") WHERE "way_ins"."kind" = 'link';--> statement-breakpoint

-- How many links were asked for, whoever asked: a number, told to whoever asks for one more. A visitor sees no row of another.
CREATE FUNCTION links_asked_since(since timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  asked integer;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT count(*) INTO asked FROM public.way_ins w
  WHERE w.territory_id = public.current_territory() AND w.kind = 'link' AND w.created_at > since;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN asked;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION links_asked_since FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION links_asked_since TO pouvoir_bouger_app;
