-- Whose an order's key is. An order is one bill's, its owner's (`b`), and only the owner's reading changes it. A key
-- that a living bill asks for is in the way of every other bill; those that wait for it are its claimants (`claims`),
-- and are made anew when it is let go.
-- include: parts/anew.lua
-- include: parts/bills.lua
-- include: parts/orders.lua

local function isLiving(id)
  local b = call('HMGET', billKey(id), 'h', 's')
  return b[1] and b[2] ~= WITHDRAWN_BILL
end

-- The other living bill that asks for this key, or nothing where it is free for this bill.
local function ownerInTheWay(outerNo, id)
  local o = call('HMGET', orderKey(outerNo), 'b', 's', 'h')
  if not o[1] or o[1] == id or not isLiving(o[1]) then return nil end
  -- What a bill asks for that is not worked out yet is not known: the key is not taken from under it.
  local state = call('HGET', billKey(o[1]), 's')
  if state == READ or state == HELD_BILL then return o[1] end
  if o[2] ~= WITHDRAWN and o[3] ~= '' then return o[1] end
end

-- The keys that a bill waits for from now on.
local function setClaims(id, list)
  local key, wanted = billKey(id), {}
  for _, outerNo in ipairs(list) do wanted[outerNo] = true end
  for outerNo in eachLine(call('HGET', key, 'c')) do
    local left = {}
    for other in eachLine(call('HGET', CLAIMS, outerNo)) do
      if other ~= id then left[#left + 1] = other end
    end
    if #left == 0 then call('HDEL', CLAIMS, outerNo)
    else call('HSET', CLAIMS, outerNo, table.concat(left, '\n')) end
  end
  for outerNo in pairs(wanted) do
    local others = call('HGET', CLAIMS, outerNo)
    call('HSET', CLAIMS, outerNo, others and others .. '\n' .. id or id)
  end
  if #list > 0 then call('HSET', key, 'c', table.concat(list, '\n')) else call('HDEL', key, 'c') end
end

-- Its owner has let the key go: whoever waits for it is made anew.
local function releaseKey(outerNo)
  for id in eachLine(call('HGET', CLAIMS, outerNo)) do askAnew(id) end
end

-- From now on the order is this bill's. What a person had settled was the other bill's.
local function takeOver(outerNo, id)
  local key = orderKey(outerNo)
  local o = call('HMGET', key, 'b', 'k')
  local former = o[1]
  call('HSET', key, 'b', id)
  call('HDEL', key, 'y', 'w')
  if o[2] then
    dropNumber('K', o[2], former)
    addNumber('K', o[2], id)
  end
  local no = call('HGET', billKey(former), 'n')
  if no then
    local left = {}
    for _, each in ipairs(ordersOf(former)) do
      if each ~= outerNo then left[#left + 1] = each end
    end
    setOrders(former, no, left)
    note(former, 'passed-on', outerNo, id)
  end
  note(id, 'taken-over', outerNo, former)
end

-- A delivered order whose owner let it go, while another bill waits for it, is that bill's at once: nobody is told to
-- cancel what is asked for. What it asks for is compared when it is made anew. Returns whether there was one.
local function passOn(outerNo)
  for id in eachLine(call('HGET', CLAIMS, outerNo)) do
    if isLiving(id) then
      takeOver(outerNo, id)
      local list = ordersOf(id)
      list[#list + 1] = outerNo
      setOrders(id, call('HGET', billKey(id), 'n'), list)
      return true
    end
  end
  return false
end
