-- A person settles a case, a doubt or an unclaimed document as it is.
-- KEYS    progress
-- ARGV    kind, id, by, note, content hash ('' for whatever it is now)
-- answer  'settled' | 'not-a-case'
-- include: parts/ownership.lua
local kind, id, member = ARGV[1], ARGV[2], ARGV[1] .. ':' .. ARGV[2]
local key = kind == 'bill' and billKey(id) or orderKey(id)
local r = call('HMGET', key, 's', 'h', 'b')
local doubt = kind == 'order' and call('HGET', key, 'q')
if not call('ZSCORE', HELD, member) then
  if kind == 'order' and call('HDEL', UNCLAIMED, id) == 1 then return 'settled' end
  if not doubt then return 'not-a-case' end
end
if ARGV[5] ~= '' and r[2] ~= ARGV[5] then return 'not-a-case' end
closeCase(key, member)
if doubt then clearDoubt(id) end
-- A person has looked: what was never seen is not there.
if doubt == PRESENCE then call('HDEL', key, 'c', 'f') end
-- Where its record is lost nothing is left to settle, and none is made up.
if not r[2] then return 'settled' end
if kind == 'bill' then
  moveBill(id, EXCLUDED)
  setClaims(id, {})
  for _, outerNo in ipairs(ordersOf(id)) do releaseKey(outerNo) end
  call('HSET', key, 'r', ARGV[4])
  note(id, 'accepted', nil, ARGV[4], ARGV[3])
else
  -- The content as it is now counts as settled; other content opens a case again.
  if r[1] == DISPUTED then call('HSET', key, 's', DELIVERED, 'y', r[2])
  elseif r[1] == HELD_ORDER then
    call('HSET', key, 's', WITHDRAWN, 'y', r[2])
    releaseKey(id)
  end
  note(r[3], 'accepted', id, ARGV[4], ARGV[3])
end
return 'settled'
