-- Each line of the log carries a hash of itself and of all before it. Lines from before this step have none of their
-- own; the first one after them covers them.
ALTER TABLE audit ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
