-- Whether an order may be pushed; if so it is this owner's for a while.
-- KEYS    progress
-- ARGV    outer number, bill's id, content hash, owner, length of the lease in ms, key of the load queue
-- answer  a verdict and its facts (`PushPermit`), as texts; nothing where one is not known
-- batch   calls made meanwhile travel together
-- include: parts/orders.lua
local outerNo, hash, owner = ARGV[1], ARGV[3], ARGV[4]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
local more = call('HMGET', key, 'k', 't', 'm', 'l', 'u', 'f', 'b', 'w', 'n')
if more[7] and more[7] ~= ARGV[2] then return {'superseded'} end
if o.wanted and o.wanted ~= hash then return {'superseded'} end
if o.delivered and o.doubt == LIFE then
  local isAccepted = o.accepted == hash and o.delivered ~= hash
  return {'verify', more[1], more[2], more[3], isAccepted and '1' or '0'}
end
if o.delivered then
  if o.delivered == hash or o.accepted == hash then return {'delivered', more[1]} end
  return {'changed', more[1], more[2], more[3]}
end
if o.accepted == hash then return {'superseded'} end
if more[8] then
  local hold = cjson.decode(call('HGET', billKey(ARGV[2]), 'p') or '{}')
  return {'on-hold', hold.by or '', hold.note or ''}
end
-- Another bill asks for this key, and whether this one still lives is being asked.
if call('HEXISTS', CLAIMS, outerNo) == 1 and call('ZSCORE', AGAIN, ARGV[2]) then return {'contested'} end
if more[4] and more[4] ~= owner and tonumber(more[5]) > now then return {'busy', tostring(tonumber(more[5]) - now)} end
if call('HEXISTS', ARGV[6], 'paused') == 1 then return {'paused'} end
local first = more[6] or tostring(now)
call('HSET', key, 'b', ARGV[2], 'h', hash, 's', PUSHING, 'f', first, 'l', owner, 'u', now + tonumber(ARGV[5]))
closeCase(key, member)
if o.doubt then clearDoubt(outerNo) end
if o.state ~= WAITING and o.state ~= PUSHING then call('ZADD', OPEN, 'NX', now, member) end
local pushes = call('HINCRBY', key, 'c', 1)
local inventory = call('HGET', KEYS[1], 'inventory') or 'needed'
return {'go', tostring(pushes), first, tostring(math.max(o.revision, 1)), call('HGET', FOUND, outerNo), inventory, more[9]}
