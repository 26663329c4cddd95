-- How many steps and changes are not among those that are shown; null where all are.
alter table deployment_steps add column after_left_out integer;
alter table deployment_steps add column changes_left_out integer;
