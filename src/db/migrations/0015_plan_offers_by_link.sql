-- Whoever holds the link of a plan sees the offers of its steps, archived ones too: they must be told that a service is over,
-- and whom to call for one that is not shown to everybody. `plan_steps` lets through the steps of that plan alone.
CREATE POLICY by_plan_link ON offers FOR SELECT
  USING (current_actor_kind() = 'visitor' AND held_link() IS NOT NULL AND EXISTS (
    SELECT FROM plan_steps s WHERE s.territory_id = offers.territory_id AND s.offer_id = offers.id));
