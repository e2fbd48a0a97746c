-- Nobody acts for somebody else, points a row at somebody they do not see, or makes what they were given last longer: what the
-- walls of `people_and_referrals` left open to a statement that should not have been written. Restrictive policies only take
-- away; a trigger compares a row with what it was, which no policy can. Triggers look with the caller's own eyes.

-- 1. Whoever signs in joins as what they were invited to be.
CREATE FUNCTION joins_as_invited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.user_id IS NOT NULL AND OLD.user_id IS DISTINCT FROM NEW.user_id
    OR (to_jsonb(OLD) - ARRAY['user_id', 'joined_at', 'invitation_expires_at'])
      <> (to_jsonb(NEW) - ARRAY['user_id', 'joined_at', 'invitation_expires_at']) THEN
    RAISE EXCEPTION 'whoever joins changes nothing but that they joined' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER joins_as_invited BEFORE UPDATE ON members FOR EACH ROW
  WHEN (current_actor_kind() = 'registry') EXECUTE FUNCTION joins_as_invited();
--> statement-breakpoint

-- 2. A plan's link is for reading.
CREATE POLICY no_visitor_adds ON plan_steps AS RESTRICTIVE FOR INSERT WITH CHECK (current_actor_kind() <> 'visitor');
--> statement-breakpoint
CREATE POLICY no_visitor_changes ON plan_steps AS RESTRICTIVE FOR UPDATE USING (current_actor_kind() <> 'visitor');
--> statement-breakpoint
CREATE POLICY no_visitor_removes ON plan_steps AS RESTRICTIVE FOR DELETE USING (current_actor_kind() <> 'visitor');
--> statement-breakpoint

-- 3. Whoever is asked answers a referral. Where it leads, by which links and until when is for who sees the person.
CREATE FUNCTION referral_is_only_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.link_hashes IS DISTINCT FROM OLD.link_hashes
      OR NEW.link_expires_at IS NULL AND OLD.link_expires_at IS NOT NULL
      OR NEW.link_expires_at > coalesce(OLD.link_expires_at, '-infinity')
      OR NEW.provider_organisation_id IS DISTINCT FROM OLD.provider_organisation_id
      OR NEW.provider_email IS DISTINCT FROM OLD.provider_email)
    AND NOT EXISTS (SELECT FROM beneficiaries b
      WHERE b.territory_id = NEW.territory_id AND b.id = NEW.beneficiary_id) THEN
    RAISE EXCEPTION 'a referral is only answered by whom it was sent to' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER referral_is_only_answered BEFORE UPDATE ON referrals FOR EACH ROW
  WHEN (current_actor_kind() <> 'system') EXECUTE FUNCTION referral_is_only_answered();
--> statement-breakpoint
CREATE POLICY signed ON referral_events AS RESTRICTIVE FOR INSERT WITH CHECK (CASE by_kind
  WHEN 'provider' THEN true
  WHEN 'prescriber' THEN EXISTS (SELECT FROM referrals r JOIN beneficiaries b
    ON b.territory_id = r.territory_id AND b.id = r.beneficiary_id
    WHERE r.territory_id = referral_events.territory_id AND r.id = referral_events.referral_id)
  ELSE current_actor_kind() = 'system' END);
--> statement-breakpoint
DROP POLICY added ON outcomes;
--> statement-breakpoint
CREATE POLICY added ON outcomes FOR INSERT WITH CHECK (current_actor_kind() IN ('system', 'program', 'member')
  OR current_actor_kind() = 'visitor' AND EXISTS (SELECT FROM referrals r WHERE r.territory_id = outcomes.territory_id));
--> statement-breakpoint

-- 4. A request is put to a file by who holds that file; what is written about a request is written by whom it was sent to.
CREATE FUNCTION request_goes_to_a_held_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.beneficiary_id IS NOT NULL AND NOT holds_file(NEW.beneficiary_id) THEN
    RAISE EXCEPTION 'a request is put to a file by who holds it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER request_goes_to_a_held_file BEFORE UPDATE ON service_requests FOR EACH ROW
  WHEN (current_actor_kind() <> 'system' AND NEW.beneficiary_id IS DISTINCT FROM OLD.beneficiary_id)
  EXECUTE FUNCTION request_goes_to_a_held_file();
--> statement-breakpoint
CREATE POLICY unassigned ON service_requests AS RESTRICTIVE FOR INSERT
  WITH CHECK (to_organisation_id = current_organisation()
    OR assigned_to IS NULL AND outcome IS NULL AND outcome_text IS NULL);
--> statement-breakpoint
DO $$
DECLARE
  one text;
  ours text;
BEGIN
  FOREACH one IN ARRAY ARRAY['contact_entries', 'call_backs', 'appointments'] LOOP
    ours := format('current_actor_kind() = ''system'' OR request_id IS NULL OR EXISTS (
      SELECT FROM service_requests r WHERE r.territory_id = %1$I.territory_id AND r.id = %1$I.request_id
        AND r.to_organisation_id = current_organisation())', one);
    EXECUTE format('CREATE POLICY about_our_request ON %I AS RESTRICTIVE FOR INSERT WITH CHECK (%s)', one, ours);
    EXECUTE format('CREATE POLICY about_our_request_still ON %I AS RESTRICTIVE FOR UPDATE
      USING (true) WITH CHECK (%s)', one, ours);
  END LOOP;
END $$;
--> statement-breakpoint

-- 5. The file. What is over stays over, on the day it ended; what is written is signed by who writes it.
DROP POLICY leave ON beneficiary_access;
--> statement-breakpoint
CREATE POLICY leave ON beneficiary_access FOR UPDATE
  USING (organisation_id = current_organisation() AND (until IS NULL OR until > current_instant()))
  WITH CHECK (organisation_id = current_organisation() AND until <= current_instant());
--> statement-breakpoint
CREATE POLICY shared_in_our_name ON beneficiary_access AS RESTRICTIVE FOR INSERT
  WITH CHECK (current_actor_kind() = 'system' OR shared_by = current_organisation());
--> statement-breakpoint
CREATE POLICY withdrawn_once ON consents AS RESTRICTIVE FOR UPDATE
  USING (withdrawn_at IS NULL) WITH CHECK (withdrawn_at IS NOT NULL);
--> statement-breakpoint
CREATE POLICY ended_once ON referents AS RESTRICTIVE FOR UPDATE USING (until IS NULL) WITH CHECK (until IS NOT NULL);
--> statement-breakpoint
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['assessments', 'referrals'] LOOP
    EXECUTE format('CREATE POLICY in_our_name ON %I AS RESTRICTIVE FOR INSERT
      WITH CHECK (current_actor_kind() = ''system'' OR organisation_id = current_organisation())', one);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY in_our_name ON action_plans AS RESTRICTIVE FOR INSERT WITH CHECK (
  current_actor_kind() = 'system' OR organisation_id IS NULL OR organisation_id = current_organisation());
--> statement-breakpoint
CREATE FUNCTION stays_with_the_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a plan stays with the person it was drawn up with' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER stays_with_the_person BEFORE UPDATE ON action_plans FOR EACH ROW
  WHEN (NEW.beneficiary_id <> OLD.beneficiary_id OR NEW.organisation_id <> OLD.organisation_id
    AND NEW.organisation_id IS DISTINCT FROM current_organisation())
  EXECUTE FUNCTION stays_with_the_person();
--> statement-breakpoint

-- 6. Employers open lines to their own sites, at hours that are worked there; who answers is not told to them.
CREATE POLICY to_our_site ON carpool_lines AS RESTRICTIVE FOR INSERT WITH CHECK (
  EXISTS (SELECT FROM job_sites s WHERE s.territory_id = carpool_lines.territory_id AND s.id = carpool_lines.site_id
    AND s.organisation_id = carpool_lines.organisation_id)
  AND (pattern_id IS NULL OR EXISTS (
    SELECT FROM shift_patterns p WHERE p.territory_id = carpool_lines.territory_id AND p.id = carpool_lines.pattern_id
      AND p.site_id = carpool_lines.site_id)));
--> statement-breakpoint
CREATE POLICY never_to_the_employer ON line_answers AS RESTRICTIVE FOR INSERT WITH CHECK (
  handled_by IS NULL AND EXISTS (
    SELECT FROM carpool_lines l WHERE l.territory_id = line_answers.territory_id AND l.id = line_answers.line_id
      AND l.closed_at IS NULL AND l.organisation_id <> line_answers.to_organisation_id));
