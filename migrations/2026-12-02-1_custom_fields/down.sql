drop table custom_values, custom_fields;
