/** The shop's tables. Its invoices of closed years are further tables of the same form, one per year. */
export const tables = `
  CREATE TABLE customers (
    id integer PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    city text NOT NULL,
    country text NOT NULL,
    newsletter boolean NOT NULL,
    joined_on date NOT NULL
  );
  CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customers,
    status text NOT NULL CHECK (status IN ('cart', 'paid', 'shipped', 'delivered')),
    total_cents integer NOT NULL,
    placed_at timestamptz NOT NULL
  );
  CREATE INDEX orders_placed_at_idx ON orders (placed_at);
  CREATE TABLE invoices (
    id integer PRIMARY KEY,
    order_id integer NOT NULL,
    total_cents integer NOT NULL,
    issued_on date NOT NULL,
    paid boolean NOT NULL
  );
  -- What runs, as a Terraform backend would keep it.
  CREATE TABLE terraform_state (
    name text PRIMARY KEY,
    serial integer NOT NULL,
    resources jsonb NOT NULL
  );
  -- The executor's own record, one row per approved step, written in the transaction that does it.
  CREATE TABLE approved_run (
    step text PRIMARY KEY,
    action jsonb NOT NULL,
    result jsonb,
    at timestamptz NOT NULL DEFAULT now()
  );`;
