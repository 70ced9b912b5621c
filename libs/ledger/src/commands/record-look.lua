-- What a look at an order in doubt came to. 'same': it is there as it is wanted; with a code all the same a case (not
-- audited). 'gone': it is not there and will not come. 'wrong': what is there is not what is wanted: a case, and with a
-- rest looked at again. 'vain': nothing was learned; with a code that is a case by now.
-- KEYS    progress
-- ARGV    outer number, doubt, content hash that is wanted, what was seen, rest in ms, code, text, differences,
--         stockout number
-- answer  'recorded', or 'superseded' where the order is another one by now
-- include: parts/history.lua
-- include: parts/numbers.lua
-- include: parts/orders.lua
local outerNo, seen, rest, code = ARGV[1], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
if o.doubt ~= ARGV[2] or o.wanted ~= ARGV[3] or o.state == WAITING or o.state == PUSHING then
  if o.doubt then call('ZADD', DOUBTS, now + rest, outerNo) else call('ZREM', DOUBTS, outerNo) end
  return 'superseded'
end
local billId = call('HGET', key, 'b')
local before = call('HGET', key, 'e')
local job = call('HGET', key, 'g')
local function makeCase(state)
  call('HSET', key, 's', state)
  call('ZREM', OPEN, member)
  openCase(key, member, code, ARGV[7])
  if ARGV[8] ~= '' then call('HSET', key, 'x', ARGV[8]) end
  if before ~= code then note(billId, o.delivered and 'disputed' or 'held', outerNo, code) end
end
if ARGV[9] ~= '' and o.delivered then
  call('HSET', key, 'k', ARGV[9])
  addNumber('K', ARGV[9], billId)
end
if seen == 'same' then
  clearDoubt(outerNo)
  if o.accepted ~= o.wanted then call('HSET', key, 'd', SAME) end
  call('HSET', key, 's', DELIVERED)
  closeCase(key, member)
  if code ~= '' then makeCase(DISPUTED) end
  if code ~= '' and job then call('HSET', key, 'g', job) end
elseif seen == 'gone' then
  clearDoubt(outerNo)
  call('HDEL', key, 'c', 'f')
  note(billId, 'not-there', outerNo, '')
  -- Of an order that its bill still asks for, the case is what it was refused for.
  if o.wanted == '' then
    call('HSET', key, 's', WITHDRAWN)
    closeCase(key, member)
  end
elseif seen == 'wrong' then
  makeCase(DISPUTED)
  if rest > 0 then setDoubt(outerNo, o.doubt, rest) else clearDoubt(outerNo) end
else
  call('HINCRBY', key, 'i', 1)
  call('ZADD', DOUBTS, now + rest, outerNo)
  if code ~= '' then makeCase(o.delivered and DISPUTED or HELD_ORDER) end
end
return 'recorded'
