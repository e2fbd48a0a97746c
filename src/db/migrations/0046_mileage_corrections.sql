ALTER TABLE "vehicle_mileage" ADD COLUMN "misread_km" integer;--> statement-breakpoint
ALTER TABLE "vehicle_mileage" ADD COLUMN "correction" text;--> statement-breakpoint
ALTER TABLE "vehicle_mileage" ADD CONSTRAINT "vehicle_mileage_says_why" CHECK (("vehicle_mileage"."misread_km" is null) = ("vehicle_mileage"."correction" is null));--> statement-breakpoint
GRANT UPDATE (km, misread_km, correction) ON vehicle_mileage TO pouvoir_bouger_app;
