-- An order waits for a person.
-- KEYS    progress
-- ARGV    outer number, bill's id, content hash, code, text, missing codes, what waits with them, job
-- include: parts/history.lua
-- include: parts/orders.lua
local outerNo, hash = ARGV[1], ARGV[3]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
local owner = call('HGET', key, 'b')
if owner and owner ~= ARGV[2] or o.wanted and o.wanted ~= hash or o.accepted == hash then return end
local state = o.delivered and DISPUTED or HELD_ORDER
local more = call('HMGET', key, 'e', 'c')
local before = more[1]
call('HSET', key, 'b', ARGV[2], 'h', hash, 's', state)
call('HDEL', key, 'l', 'u')
openCase(key, member, ARGV[4], ARGV[5], ARGV[6], ARGV[7])
-- A push of it may have made it all the same.
if more[2] and not o.delivered then setDoubt(outerNo, PRESENCE, FIRST_LOOK_MS) end
if ARGV[8] ~= '' and (more[2] or o.delivered) then call('HSET', key, 'g', ARGV[8]) end
if before ~= ARGV[4] then note(ARGV[2], o.delivered and 'disputed' or 'held', outerNo, ARGV[4]) end
