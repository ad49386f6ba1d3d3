-- The floor's own tables: settings, outbox, jobs, idempotency keys, audit trail and its chain.

CREATE TABLE setting (
    name {text} PRIMARY KEY,
    value {text} NOT NULL
) {strict};

CREATE TABLE outbox (
    id {text} PRIMARY KEY,
    at {int} NOT NULL,
    name {text} NOT NULL,
    payload {text} NOT NULL,
    done_at {int},
    aside_at {int}
) {strict};

CREATE INDEX outbox_pending ON outbox (id) WHERE done_at IS NULL;

CREATE TABLE job (
    id {text} PRIMARY KEY,
    kind {text} NOT NULL,
    job_key {text} NOT NULL,
    payload {text} NOT NULL,
    run_at {int} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
    failures {int} NOT NULL,
    attempt {int} NOT NULL,
    lease_until {int},
    error {text},
    created_at {int} NOT NULL,
    done_at {int}
) {strict};

CREATE UNIQUE INDEX job_one_waiting ON job (kind, job_key) WHERE state = 'waiting';

CREATE INDEX job_due ON job (run_at) WHERE state = 'waiting';

CREATE TABLE idempotency_key (
    scope {text} NOT NULL,
    name {text} NOT NULL,
    body_hash {text} NOT NULL,
    answer {text} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (scope, name)
) {strict};

CREATE TABLE audit (
    id {text} PRIMARY KEY,
    at {int} NOT NULL,
    actor_kind {text} NOT NULL,
    actor {text} NOT NULL,
    action {text} NOT NULL,
    object {text} NOT NULL,
    object_id {text} NOT NULL,
    application {text},
    detail {text} NOT NULL,
    written_at {int} NOT NULL
) {strict};

CREATE INDEX audit_application ON audit (application) WHERE application IS NOT NULL;

CREATE TABLE audit_seal (
    seq {int} PRIMARY KEY,
    audit {text} NOT NULL UNIQUE REFERENCES audit (id),
    hash {text} NOT NULL,
    sealed_at {int} NOT NULL
) {strict};
