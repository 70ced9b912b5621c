/** ARGV kind, id, by, note, hash ('' for whatever it is now) → 'settled' | 'not-a-case'. */
export const ACCEPT_CASE = `
local kind, id, member = ARGV[1], ARGV[2], ARGV[1] .. ':' .. ARGV[2]
local key = kind == 'bill' and billKey(id) or orderKey(id)
local r = redis.call('HMGET', key, 's', 'h', 'b')
local doubt = kind == 'order' and redis.call('HGET', key, 'q')
if not redis.call('ZSCORE', HELD, member) then
  if kind == 'order' and redis.call('HDEL', UNCLAIMED, id) == 1 then return 'settled' end
  if not doubt then return 'not-a-case' end
end
if ARGV[5] ~= '' and r[2] ~= ARGV[5] then return 'not-a-case' end
closeCase(key, member)
if doubt then clearDoubt(id) end
-- A person has looked: what was never seen is not there.
if doubt == PRESENCE then redis.call('HDEL', key, 'c', 'f') end
-- Where its record is lost nothing is left to settle, and none is made up.
if not r[2] then return 'settled' end
if kind == 'bill' then
  moveBill(id, EXCLUDED)
  setClaims(id, {})
  for _, outerNo in ipairs(ordersOf(id)) do releaseKey(outerNo) end
  redis.call('HSET', key, 'r', ARGV[4])
  note(id, 'accepted', nil, ARGV[4], ARGV[3])
else
  -- The content as it is now counts as settled; other content opens a case again.
  if r[1] == DISPUTED then redis.call('HSET', key, 's', DELIVERED, 'y', r[2])
  elseif r[1] == HELD_ORDER then
    redis.call('HSET', key, 's', WITHDRAWN, 'y', r[2])
    releaseKey(id)
  end
  note(r[3], 'accepted', id, ARGV[4], ARGV[3])
end
return 'settled'`;

/** ARGV outerNo, hash, correction's outerNo, correction's hash, by, note → 'recorded' | 'superseded'. */
export const RECORD_CORRECTION = `
local outerNo, correctionNo = ARGV[1], ARGV[3]
local key = orderKey(outerNo)
local o = redis.call('HMGET', key, 's', 'h', 'b', 'm')
for made in eachLine(o[4]) do
  if made == correctionNo then return 'recorded' end
end
if o[1] ~= DISPUTED or o[2] ~= ARGV[2] then return 'superseded' end
local correction = orderKey(correctionNo)
local owner = redis.call('HGET', correction, 'b')
-- Another bill's order has this very key.
if owner and owner ~= o[3] then return 'superseded' end
closeCase(key, 'order:' .. outerNo)
clearDoubt(outerNo)
redis.call('HSET', key, 's', DELIVERED, 'd', SAME, 'm', (o[4] and o[4] .. '\\n' or '') .. correctionNo)
redis.call('HDEL', key, 'y')
if redis.call('EXISTS', correction) == 0 then
  redis.call('HSET', correction, 'b', o[3], 'h', ARGV[4], 's', WAITING)
  redis.call('ZADD', OPEN, now, 'order:' .. correctionNo)
end
note(o[3], 'corrected', outerNo, correctionNo .. ' ' .. ARGV[6], ARGV[5])
return 'recorded'`;
