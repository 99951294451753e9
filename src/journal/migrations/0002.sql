-- Restored journals, the look-up of a person, and what a large journal needs to stay quick.

-- Which life of the journal last wrote the stay. A restored, copied or moved journal begins a new one (meta `epoch`).
ALTER TABLE stays ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;

-- The person's number, sealed, and its keyed hash under a key of its own: found by number without opening every stay.
ALTER TABLE stays ADD COLUMN sealed_person BLOB;
ALTER TABLE stays ADD COLUMN person_hash BLOB;
CREATE INDEX stays_of_person ON stays (person_hash) WHERE person_hash IS NOT NULL;

-- The retention rule looks at what is still kept, not at everything that ever was.
CREATE INDEX attempts_kept ON attempts (stay_no) WHERE sealed_body IS NOT NULL;
CREATE INDEX ends_kept ON ends (message_id) WHERE sealed_reply IS NOT NULL;
CREATE INDEX stays_at_rest ON stays (changed_at_ms) WHERE at_rest = 1;
