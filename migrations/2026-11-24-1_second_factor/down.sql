drop table sign_in_challenges;
alter table organization drop column second_factor_roles;
alter table users
    drop constraint users_second_factor_whole,
    drop column second_factor_sealed,
    drop column second_factor_begun_sealed,
    drop column second_factor_since,
    drop column second_factor_step,
    drop column recovery_hashes;
