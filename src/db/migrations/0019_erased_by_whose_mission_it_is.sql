-- To erase a file is to erase it for everybody: it is for the organisation that answers for the person. Where two do (a team took
-- the person up beside who opened the file), and where nobody does any more, for the one whose own mission it is: never for one
-- that was let in, by an agreement or a request, and nobody else is left to ask.
CREATE FUNCTION may_erase(person text) RETURNS boolean LANGUAGE sql AS $$
  WITH answering AS (
    SELECT r.organisation_id = current_organisation() AS is_ours FROM referents r
    WHERE r.territory_id = current_territory() AND r.beneficiary_id = person AND r.until IS NULL
      AND r.member_id IN (SELECT m.id FROM accompanying_members() m WHERE m.present)),
  standing AS (SELECT
    EXISTS (SELECT FROM answering WHERE is_ours) AS us,
    EXISTS (SELECT FROM answering WHERE NOT is_ours) AS them,
    EXISTS (SELECT FROM beneficiary_access a
      WHERE a.territory_id = current_territory() AND a.beneficiary_id = person
        AND a.organisation_id = current_organisation() AND a.scope = 'file' AND a.basis = 'publicInterestMission'
        AND a."from" <= current_instant() AND (a.until IS NULL OR a.until > current_instant())) AS own_mission)
  SELECT holds_file(person) AND (us AND NOT them OR own_mission AND (us OR NOT them)) FROM standing $$;
--> statement-breakpoint
ALTER POLICY erased_by_holder ON beneficiaries USING (current_actor_kind() = 'member' AND may_erase(id));
