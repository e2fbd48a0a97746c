-- Rides past their day are forgotten by workers, and by nobody else: the rest of the walls lets whoever sees a ride change it.
CREATE POLICY purged_by_workers ON bookings AS RESTRICTIVE FOR DELETE USING (
  current_actor_kind() = 'system' AND purge_after <= current_instant());
--> statement-breakpoint
GRANT DELETE ON bookings TO pouvoir_bouger_app;
