-- Removes a finished bill with its orders.
-- KEYS    progress
-- ARGV    bill's id, day, chunk of the day
-- answer  1 where it was removed, 0 where it is not finished yet
-- include: parts/ownership.lua
local id = ARGV[1]
local chunk = P .. ':d:' .. ARGV[2] .. ':' .. ARGV[3]
local b = call('HMGET', billKey(id), 's', 'a', 'n')
-- Approved again on another day, or gone already: only this day's mention of it is old.
if not b[2] or not string.find(b[2], '^' .. ARGV[2]) then call('SREM', chunk, id); return 0 end
if not b[1] or b[1] == READ or b[1] == HELD_BILL then return 0 end
-- Corrections go with the order that they correct; an order that another bill owns stays with that bill.
local orders, own = {}, {}
for _, outerNo in ipairs(ordersOf(id)) do
  if call('HGET', orderKey(outerNo), 'b') == id then
    orders[#orders + 1] = outerNo
    own[#own + 1] = outerNo
  end
end
for _, outerNo in ipairs(own) do
  for no in eachLine(call('HGET', orderKey(outerNo), 'm')) do orders[#orders + 1] = no end
end
for _, outerNo in ipairs(orders) do
  local o = call('HMGET', orderKey(outerNo), 's', 'q')
  if o[2] or o[1] and o[1] ~= DELIVERED and o[1] ~= WITHDRAWN then return 0 end
end
for _, outerNo in ipairs(orders) do
  local stockoutNo = call('HGET', orderKey(outerNo), 'k')
  if stockoutNo then dropNumber('K', stockoutNo, id) end
  call('DEL', orderKey(outerNo))
end
local numbers = {b[3] or nil}
for no in eachLine(call('HGET', billKey(id), 'w')) do numbers[#numbers + 1] = no end
for _, no in ipairs(numbers) do dropNumber('N', no, id) end
setClaims(id, {})
for _, outerNo in ipairs(own) do releaseKey(outerNo) end
call('DEL', billKey(id))
call('DEL', P .. ':x:' .. id)
call('SREM', chunk, id)
call('HINCRBY', COUNT, 'pruned', 1)
return 1
