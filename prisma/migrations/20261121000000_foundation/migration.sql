-- The foundation: people and callers, policy, requests and decisions, grants, and the events under them all.
-- Runs as countersign_owner. The runtime role countersign_app gets INSERT and SELECT on what is evidence, never more.

-- ── identity ────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "merged_into_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "identity_link" (
    "provider" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "identity_link_pkey" PRIMARY KEY ("provider", "tenant", "external_id")
);
CREATE INDEX "identity_link_person_id_idx" ON "identity_link"("person_id");

CREATE TABLE "membership" (
    "person_id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "via_request_id" TEXT,
    CONSTRAINT "membership_pkey" PRIMARY KEY ("person_id", "group_id")
);
CREATE INDEX "membership_group_id_idx" ON "membership"("group_id");

CREATE TABLE "group_role" (
    "group_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    CONSTRAINT "group_role_pkey" PRIMARY KEY ("group_id", "role")
);

CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "person_id" TEXT NOT NULL,
    "auth_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

CREATE TABLE "executor" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),
    CONSTRAINT "executor_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "executor_grade_check" CHECK ("grade" IN ('structural', 'network', 'cooperative'))
);
CREATE UNIQUE INDEX "executor_name_key" ON "executor"("name");

CREATE TABLE "agent" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "team" TEXT,
    "trust" TEXT NOT NULL DEFAULT 'standard',
    "model" JSONB,
    "tags" TEXT[] NOT NULL DEFAULT '{}',
    "acts_for" TEXT[] NOT NULL DEFAULT '{}',
    "executor_id" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "paused_by_id" TEXT,
    "retired_at" TIMESTAMPTZ(3),
    "created_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "agent_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "agent_trust_check" CHECK ("trust" IN ('untrusted', 'standard', 'trusted'))
);
CREATE UNIQUE INDEX "agent_name_key" ON "agent"("name");

-- Executors an agent may name besides its default one.
CREATE TABLE "agent_executor" (
    "agent_id" TEXT NOT NULL,
    "executor_id" TEXT NOT NULL,
    CONSTRAINT "agent_executor_pkey" PRIMARY KEY ("agent_id", "executor_id")
);

CREATE TABLE "credential" (
    "id" TEXT NOT NULL,
    "holder_kind" TEXT NOT NULL,
    "holder_id" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_id" TEXT,
    "last_used_at" TIMESTAMPTZ(3),
    CONSTRAINT "credential_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "credential_holder_kind_check" CHECK ("holder_kind" IN ('agent', 'executor'))
);
CREATE INDEX "credential_holder_idx" ON "credential"("holder_kind", "holder_id");
CREATE INDEX "credential_prefix_idx" ON "credential"("prefix");

-- ── policy ──────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE "policy_version" (
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "source" JSONB NOT NULL,
    "author_ids" TEXT[] NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("name", "version")
);

-- One row: the version in force.
CREATE TABLE "policy_active" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "activated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "policy_active_pkey" PRIMARY KEY ("only"),
    CONSTRAINT "policy_active_only_check" CHECK ("only")
);

-- ── approvals ───────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE "request" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "effect" TEXT NOT NULL,
    "decided_by" TEXT,
    "agent_id" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "executor_id" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "action_name" TEXT NOT NULL,
    "resource_type" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "risk_level" TEXT NOT NULL,
    "risk_score" INTEGER NOT NULL,
    "headline" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "requirement" JSONB,
    "open_groups" TEXT[] NOT NULL DEFAULT '{}',
    "slots_needed" INTEGER NOT NULL DEFAULT 0,
    "slots_filled" INTEGER NOT NULL DEFAULT 0,
    "escalation_step" INTEGER NOT NULL DEFAULT 0,
    "why" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "paused_at" TIMESTAMPTZ(3),
    "paused_seconds" INTEGER,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by" TEXT,
    "ground_leaf" BYTEA,
    CONSTRAINT "request_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "request_state_check" CHECK ("state" IN ('pending', 'blocked', 'approved', 'denied', 'expired', 'cancelled', 'redeemed', 'succeeded', 'failed', 'outcome_unknown', 'revoked'))
);
-- The open queue in deadline order; stays small whatever history grows to.
CREATE INDEX "request_open_idx" ON "request"("expires_at", "risk_score" DESC, "id") WHERE "state" IN ('pending', 'blocked');
-- Approved, and not yet spent or gone: what expiry and revocation look at.
CREATE INDEX "request_approved_idx" ON "request"("agent_id", "id") WHERE "state" = 'approved';
CREATE INDEX "request_created_idx" ON "request"("created_at" DESC, "id" DESC);
CREATE INDEX "request_settled_idx" ON "request"("settled_at" DESC, "id" DESC) WHERE "settled_at" IS NOT NULL;
CREATE INDEX "request_agent_idx" ON "request"("agent_id", "created_at" DESC);
CREATE INDEX "request_open_agent_idx" ON "request"("agent_id") WHERE "state" IN ('pending', 'blocked');
CREATE INDEX "request_digest_idx" ON "request"("agent_id", "digest");

-- One row per revision: the exact Action, what the agent said beside it, and what policy answered. Never changed.
CREATE TABLE "revision" (
    "request_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "envelope" JSONB NOT NULL,
    "subject_proof" TEXT NOT NULL,
    "evaluation_id" TEXT NOT NULL,
    "policy_name" TEXT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "policy_digest" TEXT NOT NULL,
    "evaluation" JSONB NOT NULL,
    "facts" JSONB NOT NULL,
    "evaluated_leaf" BYTEA NOT NULL,
    "submitted_leaf" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "revision_pkey" PRIMARY KEY ("request_id", "revision")
);

-- People who may never approve this Request. Rows are only added.
CREATE TABLE "exclusion" (
    "request_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "excluded_as" TEXT NOT NULL,
    CONSTRAINT "exclusion_pkey" PRIMARY KEY ("request_id", "person_id", "excluded_as")
);

CREATE TABLE "decision" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "view_digest" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,
    "channel" TEXT NOT NULL,
    "assurance" TEXT NOT NULL,
    "groups" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "leaf" BYTEA NOT NULL,
    CONSTRAINT "decision_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "decision_verdict_check" CHECK ("verdict" IN ('approve', 'deny', 'ask'))
);
CREATE INDEX "decision_request_id_idx" ON "decision"("request_id", "revision");
CREATE INDEX "decision_person_id_idx" ON "decision"("person_id", "at" DESC);

CREATE TABLE "withdrawal" (
    "decision_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "leaf" BYTEA NOT NULL,
    CONSTRAINT "withdrawal_pkey" PRIMARY KEY ("decision_id")
);
CREATE INDEX "withdrawal_request_id_idx" ON "withdrawal"("request_id");

CREATE TABLE "question" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "decision_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "proposal" TEXT,
    "asked_by_id" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "leaf" BYTEA NOT NULL,
    CONSTRAINT "question_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "question_request_id_idx" ON "question"("request_id");

CREATE TABLE "answer" (
    "question_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "evidence" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "answer_pkey" PRIMARY KEY ("question_id")
);

CREATE TABLE "comment" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "comment_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "comment_request_id_idx" ON "comment"("request_id", "at");

-- What each reviewer was shown, per revision; a decision without a complete row here is refused.
CREATE TABLE "card_view" (
    "request_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "view_digest" TEXT NOT NULL,
    "complete" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "leaf" BYTEA NOT NULL,
    CONSTRAINT "card_view_pkey" PRIMARY KEY ("request_id", "revision", "person_id", "view_digest")
);

CREATE TABLE "idempotency" (
    "caller" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_digest" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("caller", "endpoint", "key")
);

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE "grant" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "executor_id" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "uses" INTEGER NOT NULL,
    "uses_left" INTEGER NOT NULL,
    "on_expiry" TEXT NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoke_cause" TEXT,
    "leaf" BYTEA NOT NULL,
    CONSTRAINT "grant_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "grant_uses_check" CHECK ("uses_left" BETWEEN 0 AND "uses")
);
-- A Request never holds two grants that could both be spent.
CREATE UNIQUE INDEX "grant_live_key" ON "grant"("request_id") WHERE "revoked_at" IS NULL;
CREATE INDEX "grant_agent_idx" ON "grant"("agent_id") WHERE "revoked_at" IS NULL AND "uses_left" > 0;

CREATE TABLE "redemption" (
    "id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "executor_id" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "uses_left" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "run_before" TIMESTAMPTZ(3) NOT NULL,
    "report_before" TIMESTAMPTZ(3) NOT NULL,
    "leaf" BYTEA NOT NULL,
    CONSTRAINT "redemption_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "redemption_grant_id_idx" ON "redemption"("grant_id");
CREATE INDEX "redemption_request_id_idx" ON "redemption"("request_id");
CREATE INDEX "redemption_report_before_idx" ON "redemption"("report_before");

CREATE TABLE "outcome" (
    "redemption_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "ran_digest" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "summary" TEXT,
    "result_digest" TEXT,
    "affected" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "leaf" BYTEA NOT NULL,
    CONSTRAINT "outcome_pkey" PRIMARY KEY ("redemption_id"),
    CONSTRAINT "outcome_result_check" CHECK ("result" IN ('succeeded', 'failed', 'stopped', 'unknown'))
);
CREATE INDEX "outcome_request_id_idx" ON "outcome"("request_id");

-- ── log ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE "event" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "request_id" TEXT,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,
    "leaf" TEXT NOT NULL,
    "leaf_hash" BYTEA NOT NULL,
    CONSTRAINT "event_pkey" PRIMARY KEY ("at", "id")
) PARTITION BY RANGE ("at");
CREATE INDEX "event_request_id_idx" ON "event"("request_id", "at") WHERE "request_id" IS NOT NULL;

-- How often somebody was refused lately, for policies that ask.
CREATE INDEX "event_refused_idx" ON "event"("actor_id", "at") WHERE "type" IN ('request.refused', 'call.refused', 'decision.refused', 'grant.refused', 'outcome.refused');

-- Waiting for the sequencer, in enqueue order.
CREATE TABLE "log_queue" (
    "n" BIGINT GENERATED ALWAYS AS IDENTITY,
    "event_id" TEXT NOT NULL,
    "event_at" TIMESTAMPTZ(3) NOT NULL,
    "leaf_hash" BYTEA NOT NULL,
    "strict" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "log_queue_pkey" PRIMARY KEY ("n")
);

-- The values behind the commitments; the only log table from which rows may go.
CREATE TABLE "disclosure" (
    "event_id" TEXT NOT NULL,
    "pointer" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "retain_until" TIMESTAMPTZ(3),
    CONSTRAINT "disclosure_pkey" PRIMARY KEY ("event_id", "pointer")
);

CREATE TABLE "signing_key" (
    "id" TEXT NOT NULL,
    "use" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "spki" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),
    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("use", "id")
);

-- ── what cannot be changed ──────────────────────────────────────────────────────────────────────────────────────────

CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: this table only grows', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- An event tells the time of the database, give or take what one round trip may cost.
CREATE FUNCTION "check_event_clock"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."at" NOT BETWEEN clock_timestamp() - interval '5 seconds' AND clock_timestamp() + interval '5 seconds' THEN
        RAISE EXCEPTION 'event % says %, which is more than five seconds off', NEW."id", NEW."at" USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- ENABLE ALWAYS: a superuser in replica mode walks past ordinary triggers. Row triggers are cloned to partitions,
-- statement triggers for TRUNCATE are not, so every table and partition is given its own.
CREATE FUNCTION "make_append_only"("table_name" TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = format('%I', table_name)::regclass AND tgname = 'append_only') THEN
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', table_name);
    END IF;
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', table_name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', table_name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', table_name);
END $$;

CREATE TRIGGER "event_clock" BEFORE INSERT ON "event" FOR EACH ROW EXECUTE FUNCTION "check_event_clock"();
ALTER TABLE "event" ENABLE ALWAYS TRIGGER "event_clock";

SELECT make_append_only(t) FROM unnest(ARRAY['event', 'revision', 'exclusion', 'decision', 'withdrawal', 'question', 'answer', 'comment', 'redemption', 'outcome', 'policy_version']) AS t;

-- Partitions for this month and the `ahead` after it. SECURITY DEFINER, so that the runtime role, which owns no table,
-- can have next month ready in time; without a partition an event cannot be written and nothing is decided.
CREATE FUNCTION "ensure_event_partitions"("ahead" INTEGER) RETURNS INTEGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    month TIMESTAMPTZ;
    name TEXT;
    made INTEGER := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ensure_event_partitions'));
    FOR i IN -1..least(greatest(ahead, 0), 24) LOOP
        month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i)) AT TIME ZONE 'UTC';
        name := 'event_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
        IF to_regclass(format('%I', name)) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF event FOR VALUES FROM (%L) TO (%L)', name, month, (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
            PERFORM make_append_only(name);
            made := made + 1;
        END IF;
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER event_clock', name);
    END LOOP;
    RETURN made;
END $$;
SELECT ensure_event_partitions(3);

-- ── who may do what ─────────────────────────────────────────────────────────────────────────────────────────────────

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON FUNCTION "make_append_only"(TEXT) FROM PUBLIC;
REVOKE ALL ON FUNCTION "ensure_event_partitions"(INTEGER) FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO countersign_app, countersign_sequencer, countersign_auditor, countersign_eraser;

GRANT SELECT, INSERT ON "event", "log_queue", "disclosure", "revision", "exclusion", "decision", "withdrawal", "question", "answer", "comment", "card_view", "redemption", "outcome", "policy_version" TO countersign_app;
GRANT SELECT, INSERT, UPDATE ON "person", "membership", "session", "executor", "agent", "credential", "policy_active", "request", "grant", "signing_key" TO countersign_app;
GRANT SELECT, INSERT, DELETE ON "identity_link", "group_role", "agent_executor", "idempotency" TO countersign_app;
GRANT DELETE ON "membership", "session" TO countersign_app;
GRANT EXECUTE ON FUNCTION "ensure_event_partitions"(INTEGER) TO countersign_app;

GRANT SELECT, DELETE ON "log_queue" TO countersign_sequencer;
GRANT SELECT ON "event" TO countersign_sequencer;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO countersign_auditor;
REVOKE SELECT ON "session", "credential", "grant" FROM countersign_auditor;
GRANT SELECT, DELETE ON "disclosure" TO countersign_eraser;
