-- When a person last signed in. Sessions are deleted when they end, so they cannot say it.
ALTER TABLE "person" ADD COLUMN "signed_in_at" TIMESTAMPTZ(3);
UPDATE "person" SET "signed_in_at" = (SELECT max("created_at") FROM "session" WHERE "person_id" = "person"."id");
