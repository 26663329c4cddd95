-- What blueprints there are, with what lists of them show and are searched by.
CREATE TABLE blueprints (
  id VARCHAR(36) NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  name VARCHAR(63) NOT NULL,
  description VARCHAR(2000) NOT NULL,
  category VARCHAR(100) NOT NULL,
  -- each with a space before and behind it
  providers VARCHAR(100) NOT NULL,
  resources INTEGER NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  created_by VARCHAR(600) NOT NULL
);

CREATE INDEX blueprints_by_change ON blueprints (updated_at DESC, id);

-- Every state that a blueprint was in.
CREATE TABLE blueprint_versions (
  blueprint_id VARCHAR(36) NOT NULL REFERENCES blueprints (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  -- JSON in ASCII
  document TEXT NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  created_by VARCHAR(600) NOT NULL,
  PRIMARY KEY (blueprint_id, version)
);

-- Requests that are answered once, however often they come.
CREATE TABLE idempotency_keys (
  caller VARCHAR(600) NOT NULL,
  idempotency_key VARCHAR(255) NOT NULL,
  body_digest VARCHAR(64) NOT NULL,
  blueprint_id VARCHAR(36) NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (caller, idempotency_key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
