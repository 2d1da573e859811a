-- Revisions and events are two to six KB. Postgres would compress what exceeds 2 KB and store it elsewhere, which costs a
-- submission more than all its other rows together. Up to a page they stay whole; what is larger goes the usual way.
ALTER TABLE "revision" SET (toast_tuple_target = 8160);

-- Partitions do not inherit storage settings, so each is given its own.
CREATE OR REPLACE FUNCTION "ensure_event_partitions"("ahead" INTEGER) RETURNS INTEGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
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
            EXECUTE format('CREATE TABLE %I PARTITION OF event FOR VALUES FROM (%L) TO (%L) WITH (toast_tuple_target = 8160)', name, month, (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
            PERFORM make_append_only(name);
            made := made + 1;
        END IF;
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER event_clock', name);
    END LOOP;
    RETURN made;
END $$;

DO $$
DECLARE
    partition REGCLASS;
BEGIN
    FOR partition IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'event'::regclass LOOP
        EXECUTE format('ALTER TABLE %s SET (toast_tuple_target = 8160)', partition);
    END LOOP;
END $$;
