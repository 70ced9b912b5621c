-- A bill waits for a person. That a key is taken counts only while the bill still waits for one.
-- KEYS    progress
-- ARGV    bill's id, number, content hash, approved at, revision, '1' where only the mapping has changed,
--         code, text, missing codes, what waits with them
-- include: parts/cases.lua
-- include: parts/bills.lua
local isCounted, isRemapped = learnResult()
local id, code = ARGV[1], ARGV[7]
if not isCounted or code == 'BILL_KEY_TAKEN' and call('HEXISTS', billKey(id), 'c') == 0 then return end
if isRemapped then call('HSET', billKey(id), 'm', 1) end
moveBill(id, HELD_BILL)
openCase(billKey(id), 'bill:' .. id, code, ARGV[8], ARGV[9], ARGV[10])
note(id, 'held', nil, code)
