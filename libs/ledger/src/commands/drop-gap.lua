-- A bill or order waits for this code no longer, and still for others.
-- KEYS    progress
-- ARGV    missing code, kind, id
-- include: parts/cases.lua
local gap, member = ARGV[1], ARGV[2] .. ':' .. ARGV[3]
local key = ARGV[2] == 'bill' and billKey(ARGV[3]) or orderKey(ARGV[3])
local stake = call('HGET', P .. ':g:' .. redis.sha1hex(gap), member)
if not stake then return end
local left = {}
for each in string.gmatch(call('HGET', key, 'z') or '', '[^\n]+') do
  if each ~= gap then left[#left + 1] = each end
end
setGaps(key, member, table.concat(left, '\n'), stake)
