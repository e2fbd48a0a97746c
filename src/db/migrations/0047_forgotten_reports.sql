-- What people wrote of an offer, and who, is forgotten some time after it was seen to: by workers alone.
CREATE POLICY forgotten ON offer_reports AS RESTRICTIVE FOR DELETE USING (current_actor_kind() = 'system');
--> statement-breakpoint
GRANT DELETE ON offer_reports TO pouvoir_bouger_app;
