drop index equal_opportunity_by_code;
