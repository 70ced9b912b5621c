-- A bill's work had got lost and was set up again.
-- KEYS    progress
-- ARGV    bill's id
-- include: parts/history.lua
note(ARGV[1], 'revived', nil, '')
