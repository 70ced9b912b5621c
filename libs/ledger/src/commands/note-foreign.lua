-- Somebody else had pushed an order before us.
-- KEYS    progress
-- ARGV    outer number
-- include: parts/history.lua
call('HINCRBY', COUNT, 'foreign', 1)
note(call('HGET', orderKey(ARGV[1]), 'b'), 'lost-to-other', ARGV[1], '')
