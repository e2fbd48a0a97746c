-- Campaigns that are long over are forgotten, by workers alone: their policy of 0002 holds for this too.
GRANT DELETE ON rematch_campaigns TO pouvoir_bouger_app;
