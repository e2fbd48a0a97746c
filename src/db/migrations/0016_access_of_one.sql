-- The walls ask for one person and one organisation. Beside the index that answers that, one of the organisation alone is taken as well
-- by a planner that knows nothing of a table just filled, and reads every person of the organisation for each of them.
DROP INDEX "beneficiary_access_territory_id_organisation_id_index";--> statement-breakpoint
-- Of one's own organisation the answer is in the row: the function is asked for the others only.
ALTER POLICY circle_of_care ON referents USING (current_actor_kind() = 'system'
  OR organisation_id = current_organisation() OR holds_file(beneficiary_id));
