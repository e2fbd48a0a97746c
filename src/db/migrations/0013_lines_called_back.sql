ALTER TABLE "carpool_lines" ADD COLUMN "to_organisation_id" text NOT NULL;--> statement-breakpoint
ALTER TABLE "carpool_lines" ADD CONSTRAINT "carpool_lines_territory_id_to_organisation_id_organisations_territory_id_id_fk" FOREIGN KEY ("territory_id","to_organisation_id") REFERENCES "public"."organisations"("territory_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint

-- Answers go to the team that the line names, and the employer names somebody else than itself.
DROP POLICY never_to_the_employer ON line_answers;
--> statement-breakpoint
CREATE POLICY to_the_lines_team ON line_answers AS RESTRICTIVE FOR INSERT WITH CHECK (
  handled_by IS NULL AND EXISTS (
    SELECT FROM carpool_lines l WHERE l.territory_id = line_answers.territory_id AND l.id = line_answers.line_id
      AND l.closed_at IS NULL AND l.to_organisation_id = line_answers.to_organisation_id));
--> statement-breakpoint
ALTER TABLE carpool_lines ADD CONSTRAINT carpool_lines_called_back_by_others CHECK (to_organisation_id <> organisation_id);
