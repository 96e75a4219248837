-- How often somebody gave the connection other credentials: what was found out with those before says nothing of these.
alter table connection add column access_revision int not null default 0;
