-- A person decides that a bill's keys bear its id from now on, so that no other bill has them.
-- KEYS    progress
-- ARGV    bill's id, by, note
-- answer  'settled' | 'not-a-case'
-- include: parts/anew.lua
-- include: parts/history.lua
local id = ARGV[1]
if call('HGET', billKey(id), 'e') ~= 'BILL_KEY_TAKEN' then return 'not-a-case' end
call('HSET', billKey(id), 'u', 1)
note(id, 'own-keys', nil, ARGV[3], ARGV[2])
askAnew(id)
return 'settled'
