-- The walls. Every table is behind FORCEd row-level security; the application works as `pouvoir_bouger_app`, which owns
-- nothing and sees nothing until a transaction says on whose behalf it works:
--   app.territory     the territory's id
--   app.organisation  the organisation's id, empty where there is none
--   app.actor_kind    system | program | member | visitor; also administrator (the owner, when it writes reference
--                     data) and registry (the list of territories)
--   app.now           the moment by the application's clock
--   app.held_diagnostic   the id that a visitor shows: the only key to a trial
--   app.api_key_hash      the hash that a caller shows: the only key to an API key's row
-- The two roles belong to the whole server and are made before the migrations (src/db/roles.ts).
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
CREATE FUNCTION current_territory() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.territory', true), '') $$;
--> statement-breakpoint
CREATE FUNCTION current_organisation() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.organisation', true), '') $$;
--> statement-breakpoint
CREATE FUNCTION current_actor_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.actor_kind', true), '') $$;
--> statement-breakpoint
CREATE FUNCTION current_instant() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;
--> statement-breakpoint
CREATE FUNCTION held_diagnostic() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.held_diagnostic', true), '') $$;
--> statement-breakpoint

-- 1. Every table is closed, and none can be read across territories: the wall is restrictive, so no later policy can
--    open it by mistake. Three tables have a door of their own in it: `territories`, `api_keys` and `outbox_events`.
DO $$
DECLARE
  one text;
BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    CONTINUE WHEN one IN ('territories', 'api_keys', 'outbox_events');
    EXECUTE format(
      'CREATE POLICY territory_wall ON %I AS RESTRICTIVE USING (territory_id = current_territory())', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY own_territory ON territories FOR SELECT USING (id = current_territory());
--> statement-breakpoint
CREATE POLICY registry ON territories FOR SELECT USING (current_actor_kind() = 'registry');
--> statement-breakpoint
CREATE POLICY shown_key ON api_keys FOR SELECT
  USING (hash = nullif(current_setting('app.api_key_hash', true), ''));
--> statement-breakpoint
CREATE POLICY append ON outbox_events FOR INSERT TO pouvoir_bouger_app
  WITH CHECK (territory_id = current_territory() AND sent_at IS NULL);
--> statement-breakpoint
CREATE POLICY relay ON outbox_events TO pouvoir_bouger_relay USING (true);
--> statement-breakpoint

-- 2. Reference data: written by the owner of the database for one territory at a time.
CREATE POLICY administration ON territories
  USING (id = current_territory() AND current_actor_kind() = 'administrator');
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['communes', 'points_of_interest', 'organisations', 'members', 'api_keys',
    'catalogue_versions', 'offers', 'offer_versions', 'vehicles'] LOOP
    EXECUTE format('CREATE POLICY administration ON %I
      USING (territory_id = current_territory() AND current_actor_kind() = ''administrator'')', one);
  END LOOP;
  -- Public facts.
  FOREACH one IN ARRAY ARRAY['communes', 'points_of_interest', 'catalogue_versions'] LOOP
    EXECUTE format('CREATE POLICY everyone ON %I FOR SELECT USING (true)', one);
  END LOOP;
  -- What professionals of the territory share.
  FOREACH one IN ARRAY ARRAY['organisations', 'offers', 'offer_versions', 'vehicles',
    'vehicle_loans', 'booking_seats'] LOOP
    EXECUTE format('CREATE POLICY professionals ON %I FOR SELECT
      USING (current_actor_kind() IN (''system'', ''program'', ''member''))', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY own_organisation ON members FOR SELECT
  USING (current_actor_kind() = 'system' OR organisation_id = current_organisation());
--> statement-breakpoint

-- 3. The catalogue.
CREATE POLICY visitors ON offers FOR SELECT
  USING (current_actor_kind() = 'visitor' AND archived_at IS NULL AND visibility IN ('public', 'territory'));
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['offers', 'offer_versions', 'vehicles'] LOOP
    EXECUTE format('CREATE POLICY professionals_add ON %I FOR INSERT
      WITH CHECK (current_actor_kind() IN (''system'', ''program'', ''member''))', one);
    EXECUTE format('CREATE POLICY professionals_change ON %I FOR UPDATE
      USING (current_actor_kind() IN (''system'', ''program'', ''member''))', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 4. People. An organisation sees a file while a row of `beneficiary_access` says so; a worker (`system`) sees the
--    territory's files; a visitor sees none.
CREATE POLICY own_access ON beneficiary_access FOR SELECT
  USING (current_actor_kind() = 'system' OR organisation_id = current_organisation());
--> statement-breakpoint
-- Whoever holds the whole file may bring another organisation in, never widen or prolong its own access.
CREATE POLICY share ON beneficiary_access FOR INSERT
  WITH CHECK (current_actor_kind() = 'system' OR organisation_id <> current_organisation() AND EXISTS (
    SELECT FROM beneficiary_access mine
    WHERE mine.territory_id = beneficiary_access.territory_id
      AND mine.beneficiary_id = beneficiary_access.beneficiary_id
      AND mine.organisation_id = current_organisation() AND mine.scope = 'file'
      AND mine."from" <= current_instant() AND (mine.until IS NULL OR mine.until > current_instant())));
--> statement-breakpoint
CREATE POLICY circle_of_care ON beneficiaries FOR SELECT
  USING (current_actor_kind() = 'system' OR EXISTS (
    SELECT FROM beneficiary_access a
    WHERE a.territory_id = beneficiaries.territory_id AND a.beneficiary_id = beneficiaries.id
      AND a.organisation_id = current_organisation()
      AND a."from" <= current_instant() AND (a.until IS NULL OR a.until > current_instant())));
--> statement-breakpoint
CREATE POLICY circle_of_care_change ON beneficiaries FOR UPDATE
  USING (current_actor_kind() = 'system' OR EXISTS (
    SELECT FROM beneficiary_access a
    WHERE a.territory_id = beneficiaries.territory_id AND a.beneficiary_id = beneficiaries.id
      AND a.organisation_id = current_organisation() AND a.scope = 'file'
      AND a."from" <= current_instant() AND (a.until IS NULL OR a.until > current_instant())));
--> statement-breakpoint
CREATE POLICY opened_by_the_function ON beneficiaries FOR INSERT WITH CHECK (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE POLICY nameless_ones_purged ON beneficiaries FOR DELETE
  USING (current_actor_kind() = 'system' AND reference IS NULL);
--> statement-breakpoint
-- The identity is for those who hold the whole file, workers included: matching never needs it.
CREATE POLICY file_holders ON beneficiary_identities
  USING (EXISTS (
    SELECT FROM beneficiary_access a
    WHERE a.territory_id = beneficiary_identities.territory_id
      AND a.beneficiary_id = beneficiary_identities.beneficiary_id
      AND a.organisation_id = current_organisation() AND a.scope = 'file'
      AND a."from" <= current_instant() AND (a.until IS NULL OR a.until > current_instant())));
--> statement-breakpoint

-- 5. What hangs from a person is seen by whoever sees the person: each policy asks the one above it.
CREATE POLICY with_the_person ON diagnostics
  USING (current_actor_kind() = 'system' OR EXISTS (
    SELECT FROM beneficiaries b
    WHERE b.territory_id = diagnostics.territory_id AND b.id = diagnostics.beneficiary_id));
--> statement-breakpoint
CREATE POLICY held_trial ON diagnostics
  USING (current_actor_kind() = 'visitor' AND trial AND id = held_diagnostic() AND expires_at > current_instant());
--> statement-breakpoint
CREATE POLICY purged_by_workers ON diagnostics AS RESTRICTIVE FOR DELETE USING (current_actor_kind() = 'system');
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['diagnostic_versions', 'matches'] LOOP
    EXECUTE format('CREATE POLICY with_the_diagnostic ON %1$I FOR SELECT
      USING (current_actor_kind() = ''system'' OR EXISTS (
        SELECT FROM diagnostics d WHERE d.territory_id = %1$I.territory_id AND d.id = %1$I.diagnostic_id))', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY recorded ON diagnostic_versions FOR INSERT
  WITH CHECK (current_actor_kind() = 'system' OR EXISTS (
    SELECT FROM diagnostics d
    WHERE d.territory_id = diagnostic_versions.territory_id AND d.id = diagnostic_versions.diagnostic_id));
--> statement-breakpoint
-- Results come from workers; anyone else may only ask for one.
CREATE POLICY asked_for ON matches FOR INSERT
  WITH CHECK (current_actor_kind() = 'system' OR status = 'pending' AND EXISTS (
    SELECT FROM diagnostics d WHERE d.territory_id = matches.territory_id AND d.id = matches.diagnostic_id));
--> statement-breakpoint
CREATE POLICY computed ON matches FOR UPDATE USING (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE POLICY with_the_person ON action_plans
  USING (current_actor_kind() = 'system' OR EXISTS (
    SELECT FROM beneficiaries b
    WHERE b.territory_id = action_plans.territory_id AND b.id = action_plans.beneficiary_id));
--> statement-breakpoint
CREATE POLICY with_the_plan ON plan_steps
  USING (current_actor_kind() = 'system' OR EXISTS (
    SELECT FROM action_plans p WHERE p.territory_id = plan_steps.territory_id AND p.id = plan_steps.plan_id));
--> statement-breakpoint
-- A provider sees the referrals and bookings that are put to it, and answers them; it opens none for a person whom
-- it does not know. Column grants keep it from pointing a row at somebody else.
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['referrals', 'bookings'] LOOP
    EXECUTE format('CREATE POLICY with_the_person ON %1$I
      USING (current_actor_kind() = ''system'' OR EXISTS (
        SELECT FROM beneficiaries b WHERE b.territory_id = %1$I.territory_id AND b.id = %1$I.beneficiary_id))', one);
    EXECUTE format('CREATE POLICY put_to_us ON %I FOR SELECT
      USING (provider_organisation_id = current_organisation())', one);
    EXECUTE format('CREATE POLICY answered_by_us ON %I FOR UPDATE
      USING (provider_organisation_id = current_organisation())', one);
  END LOOP;
  FOREACH one IN ARRAY ARRAY['booking_seats', 'vehicle_loans'] LOOP
    EXECUTE format('CREATE POLICY with_the_booking ON %1$I
      USING (current_actor_kind() = ''system'' OR EXISTS (
        SELECT FROM bookings b WHERE b.territory_id = %1$I.territory_id AND b.id = %1$I.booking_id))', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY without_booking ON vehicle_loans
  USING (booking_id IS NULL AND current_actor_kind() IN ('program', 'member'));
--> statement-breakpoint

-- 6. Journals. Nobody signs for somebody else.
CREATE POLICY signed ON audit_entries FOR INSERT
  WITH CHECK (actor_kind = current_actor_kind() AND organisation_id IS NOT DISTINCT FROM current_organisation());
--> statement-breakpoint
CREATE POLICY own_organisation ON audit_entries FOR SELECT
  USING (current_actor_kind() = 'system' OR organisation_id = current_organisation());
--> statement-breakpoint
CREATE POLICY own_keys ON idempotency_keys
  USING (holder = coalesce(current_organisation(), current_actor_kind()));
--> statement-breakpoint
CREATE POLICY purged ON idempotency_keys FOR SELECT USING (current_actor_kind() = 'system');
--> statement-breakpoint
CREATE POLICY purged_delete ON idempotency_keys FOR DELETE USING (current_actor_kind() = 'system');
--> statement-breakpoint

-- The two functions below act as their owner, and as `system` or `administrator` for as long as they last: the owner is
-- behind the walls as well where it is no superuser. (A SET clause of the function would say it better, but only a
-- superuser may write one for a setting of our own.)

-- 7. The one door by which a file is opened: the person and the first access to them, or nothing. False when the
--    organisation already uses that reference. Without an organisation it is a trial and has no reference.
CREATE FUNCTION open_beneficiary_file(new_id text, new_reference text, class text, keep_until timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  opened boolean;
BEGIN
  PERFORM set_config('app.actor_kind', 'system', true);
  INSERT INTO public.beneficiaries
    (territory_id, id, organisation_id, reference, created_at, retention_class, purge_after)
  VALUES (public.current_territory(), new_id, public.current_organisation(), new_reference,
    public.current_instant(), class, keep_until)
  ON CONFLICT (territory_id, organisation_id, reference) DO NOTHING;
  opened := FOUND;
  IF opened AND public.current_organisation() IS NOT NULL THEN
    INSERT INTO public.beneficiary_access
      (territory_id, beneficiary_id, organisation_id, scope, basis, "from", retention_class, purge_after)
    VALUES (public.current_territory(), new_id, public.current_organisation(), 'file', 'publicInterestMission',
      public.current_instant(), class, keep_until);
  END IF;
  PERFORM set_config('app.actor_kind', coalesce(caller, ''), true);
  RETURN opened;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION open_beneficiary_file FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION open_beneficiary_file TO pouvoir_bouger_app;
--> statement-breakpoint

-- 8. No seat and no vehicle twice.
ALTER TABLE booking_seats ADD CONSTRAINT booking_seats_held_once EXCLUDE USING gist (
  territory_id WITH =, offer_id WITH =, (coalesce(trip_index, -1)) WITH =, seat_number WITH =, period WITH &&
) WHERE (holding);
--> statement-breakpoint
ALTER TABLE vehicle_loans ADD CONSTRAINT vehicle_loans_held_once EXCLUDE USING gist (
  territory_id WITH =, vehicle_id WITH =, period WITH &&
) WHERE (status IN ('requested', 'confirmed', 'out'));
--> statement-breakpoint

-- 9. The catalogue's counter, raised once per transaction and at its very end, so that two transactions which each
--    hold a seat never wait for one another in a ring.
CREATE FUNCTION raise_catalogue_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  caller text := current_setting('app.actor_kind', true);
  changed text := CASE WHEN TG_OP = 'DELETE' THEN OLD.territory_id ELSE NEW.territory_id END;
  mark text := pg_current_xact_id()::text || ' ' || changed;
BEGIN
  IF current_setting('app.catalogue_raised', true) IS DISTINCT FROM mark THEN
    PERFORM set_config('app.actor_kind', 'administrator', true);
    INSERT INTO public.catalogue_versions AS counter (territory_id, version) VALUES (changed, 1)
    ON CONFLICT (territory_id) DO UPDATE SET version = counter.version + 1;
    PERFORM set_config('app.actor_kind', coalesce(caller, ''), true), set_config('app.catalogue_raised', mark, true);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['offers', 'vehicle_loans', 'booking_seats'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER raise_catalogue_version AFTER INSERT OR UPDATE OR DELETE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_catalogue_version()', one);
  END LOOP;
END $$;
--> statement-breakpoint

-- 10. What the application may do at all. Nothing is granted by default; a new table is closed until a migration opens it.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO pouvoir_bouger_app, pouvoir_bouger_relay;
--> statement-breakpoint
GRANT SELECT ON territories, communes, points_of_interest, catalogue_versions, organisations, members, api_keys,
  offers, offer_versions, vehicles, vehicle_loans, beneficiaries, beneficiary_identities,
  beneficiary_access, diagnostics, diagnostic_versions, matches, action_plans, plan_steps, referrals, bookings,
  booking_seats, audit_entries, idempotency_keys TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT INSERT ON offers, offer_versions, vehicles, vehicle_loans, beneficiary_identities,
  beneficiary_access, diagnostics, diagnostic_versions, matches, action_plans, plan_steps, referrals, bookings,
  booking_seats, audit_entries, outbox_events, idempotency_keys TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE ON offers, vehicles, beneficiary_identities, action_plans, plan_steps TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (purge_after) ON beneficiaries TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (current_version, purge_after) ON diagnostics TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (status, computed_at, result, provisional, failure) ON matches TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (status, rejection_reason, outcome, updated_at, purge_after) ON referrals TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (status, depart_at, arrive_at, price_cents, updated_at, purge_after) ON bookings TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (holding) ON booking_seats TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT UPDATE (status, period, updated_at) ON vehicle_loans TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT DELETE ON beneficiaries, beneficiary_identities, diagnostics, plan_steps, booking_seats,
  idempotency_keys TO pouvoir_bouger_app;
--> statement-breakpoint
GRANT SELECT, DELETE, UPDATE (sent_at) ON outbox_events TO pouvoir_bouger_relay;
