-- The color behind the head of the public pages ('' where it is the page's own), and the logo: the file in the vault, the
-- digest of what is served, and its size in pixels.
alter table organization
    add column header_color text not null default '' check (header_color ~ '^(#[0-9a-fA-F]{6})?$'),
    add column logo jsonb check (logo ?& '{file,digest,width,height}');
