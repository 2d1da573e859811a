-- Who an agent belonged to, and who decided what it may do: its owner and its acts_for and executors. Handing an agent
-- over frees nobody of what it files by a key they may still know.
CREATE TABLE "agent_steward" (
    "agent_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "as" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT "agent_steward_pkey" PRIMARY KEY ("agent_id", "person_id", "as", "at")
);
-- The record knows the owners until now; who made which change is left to those that come.
INSERT INTO "agent_steward" ("agent_id", "person_id", "as", "at")
SELECT data ->> 'agent_id', data ->> 'owner_id', 'owner', at
FROM (SELECT "at", "payload"::jsonb #> '{predicate,data}' AS data FROM "event" WHERE "type" IN ('agent.registered', 'agent.changed')) said
WHERE data ->> 'agent_id' IS NOT NULL AND data ->> 'owner_id' IS NOT NULL
ON CONFLICT DO NOTHING;

SELECT make_append_only('agent_steward');
REVOKE ALL ON "agent_steward" FROM PUBLIC;
GRANT SELECT, INSERT ON "agent_steward" TO countersign_app;
GRANT SELECT ON "agent_steward" TO countersign_auditor;
