-- What is, or may be, there of a blueprint on an engine. version is the last one that was deployed
-- to its end; complete is false where a later deployment stopped half way.
create table deployed (
  blueprint_id varchar(36) not null references blueprints (id),
  engine varchar(32) not null,
  version integer,
  complete boolean not null,
  deployment_id varchar(36) not null,
  changed_at timestamp with time zone not null,
  primary key (blueprint_id, engine)
);

-- active_blueprint_id is the blueprint's until the deployment has ended: one at a time.
-- events counts those that were sent; whoever counts up has to be the owner.
create table deployments (
  id varchar(36) primary key,
  blueprint_id varchar(36) not null,
  active_blueprint_id varchar(36) unique,
  kind varchar(16) not null,
  engine varchar(32) not null,
  simulated boolean not null,
  version integer,
  previous_version integer,
  was_deployed boolean not null,
  rollback_of varchar(36),
  on_failure varchar(16) not null,
  status varchar(32) not null,
  phase varchar(16) not null,
  cancel_requested boolean not null,
  resumed integer not null,
  owner varchar(36),
  lease_until timestamp with time zone,
  events integer not null,
  warnings text not null,
  requested_by varchar(600) not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  error text
);

create index deployments_of_blueprint on deployments (blueprint_id, created_at);
create index deployments_by_time on deployments (created_at);

-- existed is false for what was not there when the deployment began.
create table deployment_steps (
  deployment_id varchar(36) not null,
  name varchar(255) not null,
  type varchar(16) not null,
  position integer not null,
  stage integer not null,
  action varchar(16) not null,
  after_steps text not null,
  changes text not null,
  existed boolean not null,
  state varchar(16) not null,
  step text,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  error text,
  primary key (deployment_id, name)
);

create table deployment_events (
  deployment_id varchar(36) not null,
  number integer not null,
  type varchar(32) not null,
  data text not null,
  primary key (deployment_id, number)
);

-- The books of the fake engine, which stand for an infrastructure.
create table simulated_resources (
  blueprint_id varchar(36) not null,
  name varchar(255) not null,
  type varchar(16) not null,
  dependencies text not null,
  external_id varchar(64) not null,
  settings text not null,
  behaviour text not null,
  state varchar(16) not null,
  primary key (blueprint_id, name)
);
