-- Reading a Request looks for its newest grant, live or not; the partial index knows live ones only.
CREATE INDEX "grant_request_id_idx" ON "grant"("request_id", "issued_at" DESC);
