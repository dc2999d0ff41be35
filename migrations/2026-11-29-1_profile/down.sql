alter table organization drop column header_color, drop column logo;
