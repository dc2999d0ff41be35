drop index applications_by_email;
