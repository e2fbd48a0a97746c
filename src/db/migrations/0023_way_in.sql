ALTER TABLE "way_ins" ADD COLUMN "public_code" text;--> statement-breakpoint
ALTER TABLE "way_ins" ADD COLUMN "rides_since" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "way_ins_code" ON "way_ins" USING btree ("territory_id","public_code");--> statement-breakpoint
CREATE INDEX "beneficiary_identities_territory_id_phone_digits_index" ON "beneficiary_identities" USING btree ("territory_id","phone_digits");--> statement-breakpoint
CREATE INDEX "beneficiary_identities_email" ON "beneficiary_identities" USING btree ("territory_id",lower("email"));--> statement-breakpoint
ALTER TABLE "way_ins" ADD CONSTRAINT "way_ins_code_has_two_parts" CHECK (("way_ins"."kind" = 'code') = ("way_ins"."public_code" is not null));--> statement-breakpoint

-- 1. The functions below act as their owner and, for as long as they last, as `system` or, where they must know whose number or
--    year it is, as `wayIn`: workers go on seeing no identity.
CREATE POLICY ways_in ON beneficiary_identities USING (current_actor_kind() = 'wayIn');
--> statement-breakpoint
CREATE POLICY ways_in ON beneficiaries FOR SELECT USING (current_actor_kind() = 'wayIn');
--> statement-breakpoint

-- 2. Whose contact it is: the one person of it, those who are accompanied before those who are no more. Of a telephone that a family
--    shares nobody's file is taken for another's: whoever came in by it before, without a name, or nobody. For workers and the function
--    below alone.
CREATE FUNCTION person_of_contact(way_channel text, way_contact text, digits text)
RETURNS TABLE (person text, discreet boolean) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  IF public.current_actor_kind() IS DISTINCT FROM 'system' THEN
    RETURN;
  END IF;
  PERFORM set_config('app.actor_kind', 'wayIn', true);
  RETURN QUERY
    WITH known AS (
      SELECT b.id, b.created_at, b.closed_at IS NULL AS open, i.discreet,
        i.first_name IS NULL AND i.last_name IS NULL AND b.reference IS NULL AS nameless
      FROM public.beneficiary_identities i
      JOIN public.beneficiaries b ON b.territory_id = i.territory_id AND b.id = i.beneficiary_id
      WHERE i.territory_id = public.current_territory() AND b.retention_class <> 'trial'
        AND (way_channel = 'sms' AND i.phone_digits = digits OR way_channel = 'email' AND lower(i.email) = lower(way_contact))),
    best AS (SELECT k.* FROM known k WHERE k.open OR NOT EXISTS (SELECT FROM known o WHERE o.open))
    SELECT coalesce(
        (SELECT min(b.id) FROM best b HAVING count(*) = 1),
        (SELECT b.id FROM best b WHERE b.nameless ORDER BY b.created_at, b.id LIMIT 1)),
      coalesce((SELECT bool_or(k.discreet) FROM known k), false);
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION person_of_contact FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION person_of_contact TO pouvoir_bouger_app;
--> statement-breakpoint

-- 3. As in `0018_bookings`, and: two links to one unknown contact, used one after the other or at once, are one person; a number is
--    kept as people here write it, and a language as files know it.
CREATE OR REPLACE FUNCTION take_way_in(device_id text, device_hash text, device_until timestamptz, new_person text, team text,
  digits text, class text, keep_until timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  way public.way_ins;
  person text;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT * INTO way FROM public.way_ins w
  WHERE w.territory_id = public.current_territory() AND w.token_hash = public.held_link() AND w.kind = 'link'
    AND w.used_at IS NULL AND w.revoked_at IS NULL AND w.expires_at > public.current_instant()
  FOR UPDATE;
  IF FOUND THEN
    person := way.beneficiary_id;
    IF person IS NULL THEN
      PERFORM pg_advisory_xact_lock(hashtextextended('way-in ' || way.territory_id || ' ' || way.contact, 0));
      person := (SELECT p.person FROM public.person_of_contact(way.channel, way.contact, digits) p);
    END IF;
    IF person IS NULL THEN
      person := new_person;
      INSERT INTO public.beneficiaries (territory_id, id, organisation_id, created_at, retention_class, purge_after)
      VALUES (way.territory_id, person, team, public.current_instant(), class, keep_until);
      INSERT INTO public.beneficiary_access
        (territory_id, beneficiary_id, organisation_id, scope, basis, "from", retention_class, purge_after)
      VALUES (way.territory_id, person, team, 'file', 'publicInterestMission', public.current_instant(), class, keep_until);
      PERFORM set_config('app.actor_kind', 'wayIn', true);
      INSERT INTO public.beneficiary_identities
        (territory_id, beneficiary_id, phone, email, phone_digits, language, retention_class, purge_after)
      VALUES (way.territory_id, person,
        CASE WHEN way.channel = 'sms' THEN CASE WHEN digits LIKE '0%' THEN digits ELSE way.contact END END,
        CASE WHEN way.channel = 'email' THEN way.contact END,
        CASE WHEN way.channel = 'sms' THEN digits END,
        CASE way.language WHEN 'falc' THEN 'fr' ELSE way.language END, class, keep_until);
      PERFORM set_config('app.actor_kind', 'system', true);
    END IF;
    UPDATE public.way_ins w SET used_at = public.current_instant(), contact = NULL, beneficiary_id = person
    WHERE w.territory_id = way.territory_id AND w.id = way.id;
    INSERT INTO public.way_ins (territory_id, id, kind, token_hash, beneficiary_id, language, created_by, created_at,
      expires_at, last_seen_at, retention_class, purge_after)
    VALUES (way.territory_id, device_id, 'device', device_hash, person, way.language, 'visitor', public.current_instant(),
      device_until, public.current_instant(), class, device_until);
    -- A form that waited for this goes on where the link was opened, which may be another device.
    PERFORM set_config('app.actor_kind', 'wayIn', true);
    UPDATE public.form_drafts d SET holder_hash = device_hash
    WHERE d.territory_id = way.territory_id AND d.id = way.draft_id AND d.organisation_id IS NULL;
    PERFORM set_config('app.actor_kind', 'system', true);
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN person;
END $$;
--> statement-breakpoint

-- 4. By a code on paper. Whoever finds it learns nothing of rides that were there before: the device sees those asked for since. The
--    tenth wrong secret ends the code, none else. A form that the same browser holds goes on. Null where nobody is let in.
CREATE FUNCTION take_code(first_part text, code_hash text, device_id text, device_hash text, device_until timestamptz, class text,
  draft text, draft_holder text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  way public.way_ins;
  person text;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT * INTO way FROM public.way_ins w
  WHERE w.territory_id = public.current_territory() AND w.public_code = first_part AND w.kind = 'code'
    AND w.revoked_at IS NULL AND w.expires_at > public.current_instant()
  FOR UPDATE;
  IF FOUND AND way.token_hash = code_hash THEN
    person := way.beneficiary_id;
    UPDATE public.way_ins w SET last_seen_at = public.current_instant()
    WHERE w.territory_id = way.territory_id AND w.id = way.id;
    INSERT INTO public.way_ins (territory_id, id, kind, token_hash, beneficiary_id, created_by, created_at, expires_at,
      last_seen_at, rides_since, retention_class, purge_after)
    VALUES (way.territory_id, device_id, 'device', device_hash, person, 'visitor', public.current_instant(), device_until,
      public.current_instant(), public.current_instant(), class, device_until)
    ON CONFLICT (token_hash) DO NOTHING;
    PERFORM set_config('app.actor_kind', 'wayIn', true);
    UPDATE public.form_drafts d SET holder_hash = device_hash
    WHERE d.territory_id = way.territory_id AND d.id = draft AND d.holder_hash = draft_holder AND d.organisation_id IS NULL;
    PERFORM set_config('app.actor_kind', 'system', true);
  ELSIF FOUND THEN
    UPDATE public.way_ins w SET attempts = w.attempts + 1,
      revoked_at = CASE WHEN w.attempts + 1 >= 10 THEN public.current_instant() END
    WHERE w.territory_id = way.territory_id AND w.id = way.id;
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN person;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION take_code FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION take_code TO pouvoir_bouger_app;
--> statement-breakpoint
CREATE FUNCTION rides_since() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT w.rides_since FROM way_ins w
    WHERE w.territory_id = current_territory() AND w.token_hash = held_link() AND w.kind = 'device' $$;
--> statement-breakpoint
CREATE POLICY since_the_code ON bookings AS RESTRICTIVE FOR SELECT USING (
  current_actor_kind() <> 'visitor' OR created_at >= coalesce(rides_since(), '-infinity'));
--> statement-breakpoint

-- 5. A device: what it is asked after a long silence, that it was seen (once a day), the year of birth (three wrong ones end it), and
--    that it is left. Each looks at the one row whose secret is shown.
CREATE FUNCTION way_in_asks() RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  way public.way_ins;
  asked text;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT * INTO way FROM public.way_ins w
  WHERE w.territory_id = public.current_territory() AND w.token_hash = public.held_link() AND w.kind = 'device'
    AND w.revoked_at IS NULL AND w.expires_at > public.current_instant()
    AND w.last_seen_at <= public.current_instant() - interval '90 days';
  IF FOUND THEN
    PERFORM set_config('app.actor_kind', 'wayIn', true);
    SELECT CASE WHEN i.birth_date IS NULL THEN 'newLink' ELSE 'birthYear' END INTO asked
    FROM public.beneficiary_identities i
    WHERE i.territory_id = way.territory_id AND i.beneficiary_id = way.beneficiary_id;
    asked := coalesce(asked, 'newLink');
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN asked;
END $$;
--> statement-breakpoint
CREATE FUNCTION touch_way_in() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  UPDATE public.way_ins w SET last_seen_at = public.current_instant()
  WHERE w.territory_id = public.current_territory() AND w.token_hash = public.held_link() AND w.kind = 'device'
    AND w.revoked_at IS NULL AND w.expires_at > public.current_instant()
    AND w.last_seen_at <= public.current_instant() - interval '1 day'
    AND w.last_seen_at > public.current_instant() - interval '90 days';
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
CREATE FUNCTION answer_birth_year(year integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  way public.way_ins;
  born date;
  answer text := 'ended';
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  SELECT * INTO way FROM public.way_ins w
  WHERE w.territory_id = public.current_territory() AND w.token_hash = public.held_link() AND w.kind = 'device'
    AND w.revoked_at IS NULL AND w.expires_at > public.current_instant()
  FOR UPDATE;
  IF FOUND AND way.last_seen_at > public.current_instant() - interval '90 days' THEN
    answer := 'right';
  ELSIF FOUND THEN
    PERFORM set_config('app.actor_kind', 'wayIn', true);
    born := (SELECT i.birth_date FROM public.beneficiary_identities i
      WHERE i.territory_id = way.territory_id AND i.beneficiary_id = way.beneficiary_id);
    PERFORM set_config('app.actor_kind', 'system', true);
    answer := CASE WHEN born IS NULL THEN 'newLink' WHEN extract(year FROM born) = year THEN 'right'
      WHEN way.attempts >= 2 THEN 'ended' ELSE 'wrong' END;
    UPDATE public.way_ins w SET
      last_seen_at = CASE answer WHEN 'right' THEN public.current_instant() ELSE w.last_seen_at END,
      attempts = CASE WHEN answer = 'right' THEN 0 WHEN answer = 'newLink' THEN w.attempts ELSE w.attempts + 1 END,
      revoked_at = CASE answer WHEN 'ended' THEN public.current_instant() END
    WHERE w.territory_id = way.territory_id AND w.id = way.id;
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN answer;
END $$;
--> statement-breakpoint
CREATE FUNCTION leave_way_in() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  UPDATE public.way_ins w SET revoked_at = public.current_instant()
  WHERE w.territory_id = public.current_territory() AND w.token_hash = public.held_link() AND w.kind = 'device'
    AND w.revoked_at IS NULL;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['way_in_asks()', 'touch_way_in()', 'answer_birth_year(integer)', 'leave_way_in()'] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pouvoir_bouger_app', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 6. Whoever holds a file gives codes and calendars, and ends any way in. They make no device, change nothing else, remove nothing.
CREATE POLICY given ON way_ins AS RESTRICTIVE FOR INSERT WITH CHECK (
  current_actor_kind() NOT IN ('member', 'program') OR kind IN ('code', 'calendar'));
--> statement-breakpoint
CREATE POLICY removed_by_workers ON way_ins AS RESTRICTIVE FOR DELETE USING (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE FUNCTION way_ins_are_only_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
    OR (to_jsonb(OLD) - 'revoked_at') <> (to_jsonb(NEW) - 'revoked_at') THEN
    RAISE EXCEPTION 'a way in is only ended' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER way_ins_are_only_ended BEFORE UPDATE ON way_ins FOR EACH ROW
  WHEN (current_actor_kind() IN ('member', 'program')) EXECUTE FUNCTION way_ins_are_only_ended();
