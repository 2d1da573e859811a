-- The roles and the database that Countersign wants on a Postgres of yours. docs/self-hosting.md says when and how;
-- a test builds a database with this file and asks the boot check about it. Run once, as a superuser.

-- Owns every table. Nobody logs in as it, so no leaked password can alter one.
CREATE ROLE countersign_owner NOLOGIN;

-- DATABASE_OWNER_URL: logs in for migrations alone, and steps into the owner.
CREATE ROLE countersign_migrator LOGIN;
GRANT countersign_owner TO countersign_migrator;
ALTER ROLE countersign_migrator SET role = 'countersign_owner';

-- DATABASE_URL: what the server runs as. It may add to the record, and change nothing in it.
CREATE ROLE countersign_app LOGIN;

-- Named by the migrations. Nothing logs in as the first and the last yet; the second may read all but sessions, keys
-- and grants, for whoever wants to look with SQL.
CREATE ROLE countersign_sequencer NOLOGIN;
CREATE ROLE countersign_auditor NOLOGIN;
CREATE ROLE countersign_eraser NOLOGIN;

CREATE DATABASE countersign OWNER countersign_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
REVOKE ALL ON DATABASE countersign FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE countersign
  TO countersign_migrator, countersign_app, countersign_sequencer, countersign_auditor, countersign_eraser;
