-- The same unreadable body is one row, however often it is sent; notices that wait too long are found.

ALTER TABLE notice ADD COLUMN body_hash {text};

ALTER TABLE notice ADD COLUMN times {int} NOT NULL DEFAULT 1;

CREATE UNIQUE INDEX notice_unreadable_once ON notice (body_hash) WHERE state = 'unreadable';

CREATE INDEX notice_open ON notice (received_at) WHERE state IN ('received', 'unreadable');
