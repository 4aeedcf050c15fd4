-- contracts: needs 0019
-- And is written in the newer one. Nothing changes here: the file is what makes a program step back that would find nothing to open in an event, instead of stopping over
-- the first one it meets.
select 1;
