drop table notifications;
drop table follow_ups;
drop table addenda;
drop table notes;
