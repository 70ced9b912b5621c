/** ARGV version → the version that is there. An empty ledger is claimed. */
export const OPEN_LEDGER = `
redis.call('HSETNX', KEYS[1], 'version', ARGV[1])
return redis.call('HGET', KEYS[1], 'version')`;

/** ARGV watermark, readAt. The watermark never goes back. */
export const ADVANCE = `
local known = tonumber(redis.call('HGET', KEYS[1], 'watermark') or '0')
if tonumber(ARGV[1]) > known then redis.call('HSET', KEYS[1], 'watermark', ARGV[1]) end
redis.call('HSETNX', KEYS[1], 'firstReadAt', ARGV[2])
redis.call('HSET', KEYS[1], 'lastReadAt', ARGV[2], 'lastReadWall', now, 'lastError', '')`;

/** ARGV text, rest in ms. */
export const STOP_SCHEME = `
redis.call('HSET', KEYS[1], 'lastError', ARGV[1], 'stoppedUntil', now + tonumber(ARGV[2]))`;

/**
 * ARGV owner, leaseMs, how long ago it must have been unavailable to be tried again ('' for never)
 * → 'begun' | 'busy' | 'over'. Pushes do not wait for one that is tried again.
 */
export const BEGIN_INVENTORY = `
local i = redis.call('HMGET', KEYS[1], 'inventory', 'inventoryOwner', 'inventoryUntil', 'inventoryAt')
local isAgain = ARGV[3] ~= '' and i[1] == 'unavailable' and tonumber(i[4] or '0') + tonumber(ARGV[3]) <= now
if i[1] == 'done' or i[1] == 'unavailable' and not isAgain or ARGV[3] ~= '' and not isAgain then return 'over' end
if i[2] ~= ARGV[1] and tonumber(i[3] or '0') > now then return 'busy' end
redis.call('HSET', KEYS[1], 'inventory', isAgain and 'unavailable' or 'running', 'inventoryOwner', ARGV[1], 'inventoryUntil', now + tonumber(ARGV[2]))
return 'begun'`;

/** ARGV owner, leaseMs → 1 while it is the owner's, else nothing. An owner has it only as long as it runs. */
export const RENEW_INVENTORY = `
if redis.call('HGET', KEYS[1], 'inventoryOwner') ~= ARGV[1] then return end
redis.call('HSET', KEYS[1], 'inventoryUntil', now + tonumber(ARGV[2]))
return 1`;

/** ARGV owner, result, what went wrong. */
export const FINISH_INVENTORY = `
if redis.call('HGET', KEYS[1], 'inventoryOwner') ~= ARGV[1] then return end
redis.call('HSET', KEYS[1], 'inventory', ARGV[2], 'inventoryError', ARGV[3], 'inventoryAt', now)
redis.call('HDEL', KEYS[1], 'inventoryOwner', 'inventoryUntil')`;

/** ARGV installation, holder, ttlMs → {installation, holder} of whoever has it. */
export const TAKE_LEASE = `
local key = P .. ':lease'
local l = redis.call('HMGET', key, 'installation', 'holder', 'until')
if l[1] ~= ARGV[1] and tonumber(l[3] or '0') > now then return {l[1], l[2]} end
redis.call('HSET', key, 'installation', ARGV[1], 'holder', ARGV[2], 'until', now + tonumber(ARGV[3]))
return {ARGV[1], ARGV[2]}`;

/** ARGV billId, day, chunk's set → 1 where the bill was removed, 0 where it is not finished yet. */
export const PRUNE_BILL = `
local id = ARGV[1]
local chunk = P .. ':d:' .. ARGV[2] .. ':' .. ARGV[3]
local b = redis.call('HMGET', billKey(id), 's', 'a', 'n')
-- Approved again on another day, or gone already: only this day's mention of it is old.
if not b[2] or not string.find(b[2], '^' .. ARGV[2]) then redis.call('SREM', chunk, id); return 0 end
if not b[1] or b[1] == READ or b[1] == HELD_BILL then return 0 end
-- Corrections go with the order that they correct; an order that another bill owns stays with that bill.
local orders, own = {}, {}
for _, outerNo in ipairs(ordersOf(id)) do
  if redis.call('HGET', orderKey(outerNo), 'b') == id then
    orders[#orders + 1] = outerNo
    own[#own + 1] = outerNo
  end
end
for _, outerNo in ipairs(own) do
  for no in eachLine(redis.call('HGET', orderKey(outerNo), 'm')) do orders[#orders + 1] = no end
end
for _, outerNo in ipairs(orders) do
  local o = redis.call('HMGET', orderKey(outerNo), 's', 'q')
  if o[2] or o[1] and o[1] ~= DELIVERED and o[1] ~= WITHDRAWN then return 0 end
end
for _, outerNo in ipairs(orders) do
  local stockoutNo = redis.call('HGET', orderKey(outerNo), 'k')
  if stockoutNo then redis.call('HDEL', bucket('k', stockoutNo), stockoutNo) end
  redis.call('DEL', orderKey(outerNo))
end
local numbers = {b[3] or nil}
for no in eachLine(redis.call('HGET', billKey(id), 'w')) do numbers[#numbers + 1] = no end
for _, no in ipairs(numbers) do
  local index, left = bucket('n', no), {}
  for other in string.gmatch(redis.call('HGET', index, no) or '', '[^,]+') do
    if other ~= id then left[#left + 1] = other end
  end
  if #left > 0 then redis.call('HSET', index, no, table.concat(left, ',')) else redis.call('HDEL', index, no) end
end
setClaims(id, {})
for _, outerNo in ipairs(own) do releaseKey(outerNo) end
redis.call('DEL', billKey(id), P .. ':x:' .. id)
redis.call('SREM', chunk, id)
redis.call('HINCRBY', COUNT, 'pruned', 1)
return 1`;
