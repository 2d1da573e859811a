-- What a grant says is fixed when it is minted: the runtime role may spend it or void it, and nothing else.
CREATE FUNCTION "keep_grant"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW."id", NEW."request_id", NEW."revision", NEW."digest", NEW."agent_id", NEW."executor_id", NEW."basis", NEW."token", NEW."uses", NEW."leaf")
        IS DISTINCT FROM (OLD."id", OLD."request_id", OLD."revision", OLD."digest", OLD."agent_id", OLD."executor_id", OLD."basis", OLD."token", OLD."uses", OLD."leaf")
        OR NEW."uses_left" > OLD."uses_left" THEN
        RAISE EXCEPTION 'what grant % says cannot be changed', OLD."id" USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "keep_grant" BEFORE UPDATE ON "grant" FOR EACH ROW EXECUTE FUNCTION "keep_grant"();
ALTER TABLE "grant" ENABLE ALWAYS TRIGGER "keep_grant";

-- A signing key is retired, never replaced under its name.
REVOKE UPDATE ON "signing_key" FROM countersign_app;
GRANT UPDATE ("retired_at") ON "signing_key" TO countersign_app;

-- Runs with its owner's rights: nothing of the caller's session may be found before what it names.
ALTER FUNCTION "ensure_event_partitions"(INTEGER) SET search_path = public, pg_temp;
