ALTER TABLE "beneficiary_access" ADD COLUMN "shared_by" text DEFAULT current_organisation();--> statement-breakpoint
CREATE INDEX "beneficiary_access_territory_id_organisation_id_index" ON "beneficiary_access" USING btree ("territory_id","organisation_id");--> statement-breakpoint

-- The three functions below act as their owner, and as `system` for as long as they last, as `open_beneficiary_file` does.

-- 1. Who else is in the circle of care of a person: told to whoever holds their file, nobody else. (A policy that asked the
--    table it stands on would ask itself without end.)
CREATE FUNCTION circle_of_care(person text)
RETURNS TABLE (organisation_id text, scope text, basis text, "from" timestamptz, until timestamptz, shared_by text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  IF NOT public.holds_file(person) THEN
    RETURN;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  RETURN QUERY SELECT a.organisation_id, a.scope, a.basis, a."from"::timestamptz, a.until::timestamptz, a.shared_by
    FROM public.beneficiary_access a
    WHERE a.territory_id = public.current_territory() AND a.beneficiary_id = person
    ORDER BY a.id;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint

-- 2. An organisation ends what it gave itself, with the referent that was named there; never the access of others. Says
--    whether there was any.
CREATE POLICY ended_by_the_function ON beneficiary_access FOR UPDATE USING (current_actor_kind() = 'system')
  WITH CHECK (current_actor_kind() = 'system' AND until <= current_instant());
--> statement-breakpoint
CREATE FUNCTION end_shared_access(person text, organisation text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  ended boolean;
BEGIN
  IF organisation = public.current_organisation() OR NOT public.holds_file(person) THEN
    RETURN false;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  UPDATE public.beneficiary_access a SET until = public.current_instant()
  WHERE a.territory_id = public.current_territory() AND a.beneficiary_id = person
    AND a.organisation_id = organisation AND a.shared_by = public.current_organisation()
    AND a."from" <= public.current_instant() AND (a.until IS NULL OR a.until > public.current_instant());
  ended := FOUND;
  IF ended AND NOT EXISTS (
    SELECT FROM public.beneficiary_access a
    WHERE a.territory_id = public.current_territory() AND a.beneficiary_id = person
      AND a.organisation_id = organisation AND (a.until IS NULL OR a.until > public.current_instant())) THEN
    UPDATE public.referents r SET until = greatest(r."from", public.current_instant())
    WHERE r.territory_id = public.current_territory() AND r.beneficiary_id = person
      AND r.organisation_id = organisation AND r.until IS NULL;
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN ended;
END $$;
--> statement-breakpoint

-- 3. Who accompanies people on the territory, by name: those to whom a file may be handed over. For those who accompany.
CREATE FUNCTION accompanying_members()
RETURNS TABLE (id text, organisation_id text, display_name text, role text, present boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
BEGIN
  IF caller IS DISTINCT FROM 'member'
    OR public.current_member_role() IS NULL
    OR public.current_member_role() NOT IN ('prescriber', 'referent', 'mobilityAdvisor') THEN
    RETURN;
  END IF;
  PERFORM set_config('app.actor_kind', 'system', true);
  RETURN QUERY SELECT m.id, m.organisation_id, m.display_name, m.role, m.closed_at IS NULL
    FROM public.members m
    WHERE m.territory_id = public.current_territory() AND m.joined_at IS NOT NULL
      AND m.role IN ('prescriber', 'referent', 'mobilityAdvisor')
    ORDER BY m.display_name, m.id;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION circle_of_care, end_shared_access, accompanying_members FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION circle_of_care, end_shared_access, accompanying_members TO pouvoir_bouger_app;
