drop table goal_steps;
drop table goals;
