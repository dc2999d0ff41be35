-- How often an address was written into the form lately: nobody's mailbox is filled by the form.
create index applications_by_email on applications (email_key, submitted_at);
