-- State of the embedded job runner (inngest/local). Nothing outside the runner reads or writes it.
-- JSON is kept as json, not jsonb: what a step returned goes back to it byte for byte, \u0000 included.

CREATE SCHEMA jobs;

CREATE TABLE jobs.app (
  name      text PRIMARY KEY,
  url       text NOT NULL,
  sdk       text NOT NULL,
  synced_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE jobs.function (
  id       text PRIMARY KEY,
  app      text NOT NULL REFERENCES jobs.app ON DELETE CASCADE,
  config   json NOT NULL,
  -- no longer served by its app: starts no run, but its runs finish
  archived boolean NOT NULL DEFAULT false
);

CREATE TABLE jobs.cron (
  function_id text NOT NULL REFERENCES jobs.function ON DELETE CASCADE,
  expression  text NOT NULL,
  next_at     timestamptz NOT NULL,
  PRIMARY KEY (function_id, expression)
);
CREATE INDEX cron_next ON jobs.cron (next_at);

CREATE TABLE jobs.event (
  id          text PRIMARY KEY,
  -- the sender's id, or ours when it gave none; what duplicates are recognised by
  external_id text NOT NULL UNIQUE,
  name        text NOT NULL,
  payload     json NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  seq         bigint GENERATED ALWAYS AS IDENTITY,
  -- null once every run it starts, resumes or cancels has been recorded
  dispatch_at timestamptz DEFAULT now()
);
CREATE INDEX event_undispatched ON jobs.event (seq) WHERE dispatch_at IS NOT NULL;
CREATE INDEX event_received ON jobs.event (received_at);

CREATE TABLE jobs.run (
  id            text PRIMARY KEY,
  function_id   text NOT NULL,
  status        text NOT NULL DEFAULT 'Scheduled'
                CHECK (status IN ('Scheduled', 'Running', 'Completed', 'Failed', 'Cancelled')),
  -- what started it (event id, cron tick): a function runs once per source
  source        text NOT NULL,
  event_ids     text[] NOT NULL,
  events        json NOT NULL,
  -- the execution version the SDK answered with; -1 before its first answer
  version       smallint NOT NULL DEFAULT -1,
  trace_id      text NOT NULL,
  singleton_key text,
  slots         text[] NOT NULL DEFAULT '{}',
  slot_limits   integer[] NOT NULL DEFAULT '{}',
  step_count    integer NOT NULL DEFAULT 0,
  state_bytes   bigint NOT NULL DEFAULT 0,
  -- the step that invoked it and waits for its end
  parent_run    text,
  parent_step   text,
  output        json,
  created_at    timestamptz NOT NULL DEFAULT now(),
  started_at    timestamptz,
  ended_at      timestamptz,
  UNIQUE (function_id, source)
);
CREATE INDEX run_active ON jobs.run (function_id) WHERE ended_at IS NULL;
CREATE INDEX run_singleton ON jobs.run (singleton_key) WHERE ended_at IS NULL AND singleton_key IS NOT NULL;
CREATE INDEX run_events ON jobs.run USING gin (event_ids);
CREATE INDEX run_ended ON jobs.run (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE jobs.step (
  run_id     text NOT NULL REFERENCES jobs.run ON DELETE CASCADE,
  id         text NOT NULL,
  op         text NOT NULL,
  -- order of completion from 0; null while it is awaited
  position   integer,
  -- exactly what the SDK is given under steps[id]
  memo       json,
  wait_event text,
  wait_if    text,
  -- settling it re-enters the function though others are still awaited
  race       boolean NOT NULL DEFAULT false,
  PRIMARY KEY (run_id, id)
);
CREATE INDEX step_waiting ON jobs.step (wait_event) WHERE wait_event IS NOT NULL AND position IS NULL;

-- Work that is due now or later. A call holds a lease for as long as a runner executes it.
CREATE TABLE jobs.task (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('call', 'resume', 'cancel', 'debounce', 'batch')),
  run_id      text REFERENCES jobs.run ON DELETE CASCADE,
  step_id     text,
  function_id text,
  payload     json,
  due_at      timestamptz NOT NULL DEFAULT now(),
  attempt     integer NOT NULL DEFAULT 0,
  claims      integer NOT NULL DEFAULT 0,
  lease       text,
  lease_until timestamptz,
  -- a step settled while this discovery was under way: discover once more
  again       boolean NOT NULL DEFAULT false,
  slots       text[] NOT NULL DEFAULT '{}',
  slot_limits integer[] NOT NULL DEFAULT '{}'
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
CREATE UNIQUE INDEX task_call ON jobs.task (run_id, step_id) WHERE kind = 'call';
CREATE INDEX task_due_call ON jobs.task (due_at) WHERE kind = 'call';
CREATE INDEX task_due_timer ON jobs.task (due_at) WHERE kind <> 'call';
CREATE INDEX task_leased ON jobs.task (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX task_run ON jobs.task (run_id);
CREATE UNIQUE INDEX task_buffer ON jobs.task (kind, function_id, step_id) WHERE kind IN ('debounce', 'batch');

-- Events held back by debounce (the newest one) or batchEvents (all), by function and key.
CREATE TABLE jobs.held (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  function_id text NOT NULL,
  key         text NOT NULL,
  event_id    text NOT NULL,
  payload     json NOT NULL,
  first_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX held_key ON jobs.held (function_id, key, seq);

-- Counters of rateLimit, idempotency and throttle.
CREATE TABLE jobs.flow (
  key        text PRIMARY KEY,
  value      json NOT NULL,
  expires_at timestamptz NOT NULL
);

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'chittysync_app') THEN
    GRANT USAGE ON SCHEMA jobs TO chittysync_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO chittysync_app;
  END IF;
END
$$;
