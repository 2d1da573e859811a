-- Every name a person was ever known by, verified or not: addresses, preferred_username, upn. A person's current address
-- follows their identity provider and can be emptied or changed by the person; who they are may not be forgotten with it,
-- since a subject named by an earlier address is still them. Only ever used to leave people out.
CREATE TABLE "person_alias" (
    "person_id" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "person_alias_pkey" PRIMARY KEY ("person_id", "alias")
);
INSERT INTO "person_alias" ("person_id", "alias", "source") SELECT "id", "email", 'person' FROM "person" WHERE "email" <> '';

SELECT make_append_only('person_alias');
REVOKE ALL ON "person_alias" FROM PUBLIC;
GRANT SELECT, INSERT ON "person_alias" TO countersign_app;
GRANT SELECT ON "person_alias" TO countersign_auditor;
