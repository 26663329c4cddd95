-- Who did what. Entries are added, never changed or removed.
CREATE TABLE audit_trail (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  caller VARCHAR(600) NOT NULL,
  action VARCHAR(100) NOT NULL,
  target VARCHAR(300) NOT NULL,
  outcome VARCHAR(100) NOT NULL,
  detail VARCHAR(2000) NOT NULL,
  request_id VARCHAR(128)
);

CREATE INDEX audit_trail_by_target ON audit_trail (target, id);
CREATE INDEX audit_trail_by_caller ON audit_trail (caller, id);
CREATE INDEX audit_trail_by_time ON audit_trail (at);
