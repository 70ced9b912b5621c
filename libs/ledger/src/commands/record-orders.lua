-- Records the orders of a bill, all of them or none; with a rule the bill is excluded.
-- KEYS    progress
-- ARGV    bill's id, number, content hash, approved at, revision, '1' where only the mapping has changed,
--         rule ('' unless excluded), '1' to record nothing where the bill has keys of its own, then (outer number,
--         content hash) for each order
-- answer  'own-keys', 'superseded', or 'contested' with (outer number, owner's id, owner's number) for each key that
--         another living bill asks for (nothing is recorded then), or (verdict, revision) for each order
-- batch   calls made meanwhile travel together
-- include: parts/drop-order.lua
if ARGV[8] == '1' and call('HEXISTS', billKey(ARGV[1]), 'u') == 1 then return 'own-keys' end
local isCounted, isRemapped = learnResult()
if not isCounted then return 'superseded' end
local id, rule = ARGV[1], ARGV[7]
local contested, claims = {'contested'}, {}
for i = 9, #ARGV, 2 do
  local owner = ownerInTheWay(ARGV[i], id)
  if owner then
    claims[#claims + 1] = ARGV[i]
    contested[#contested + 1] = ARGV[i]
    contested[#contested + 1] = owner
    contested[#contested + 1] = call('HGET', billKey(owner), 'n')
  end
end
local waited = '\n' .. (call('HGET', billKey(id), 'c') or '') .. '\n'
setClaims(id, claims)
if #claims > 0 then
  -- Whether the owner still lives is asked before its order goes out; once, since it may well live.
  for i, outerNo in ipairs(claims) do
    local isTold = string.find(waited, '\n' .. outerNo .. '\n', 1, true)
    if not isTold and not readOrder(outerNo).delivered then askAnew(contested[3 * i]) end
  end
  if isRemapped then call('HSET', billKey(id), 'm', 1) end
  if call('HGET', billKey(id), 's') ~= HELD_BILL then
    moveBill(id, READ)
    call('ZADD', OPEN, 'NX', now, 'bill:' .. id)
  end
  return contested
end
local verdicts, wanted, names, before, hasMoved = {}, {}, {}, {}, false
local isHeldBack = call('HEXISTS', billKey(id), 'p') == 1
for _, outerNo in ipairs(ordersOf(id)) do before[outerNo] = true end
for i = 9, #ARGV, 2 do
  local outerNo, content = ARGV[i], ARGV[i + 1]
  local key, member = orderKey(outerNo), 'order:' .. outerNo
  local owner = call('HGET', key, 'b')
  if owner and owner ~= id then
    -- An order that was not delivered was the other bill's work, and that bill is gone.
    if not readOrder(outerNo).delivered then withdrawOrder(outerNo) end
    takeOver(outerNo, id)
  end
  local o = readOrder(outerNo)
  local revision = o.revision
  names[#names + 1] = outerNo
  wanted[outerNo] = true
  local verdict
  local isNew = o.wanted ~= content
  local isKept = isNew and isRemapped and isSettled(o)
  if isNew and not isKept and o.delivered and o.doubt == CONTENT then o.delivered = UNKNOWN end
  if isKept then
    -- Another mapping is no reason to dispute what is there, or to push what a person has dropped.
    verdict = 'already-delivered'
    if o.delivered then noteOnce(id, 'kept', outerNo) end
  elseif content == o.delivered or content == o.accepted or o.delivered == UNKNOWN then
    verdict = o.doubt == LIFE and 'verify' or 'already-delivered'
    if isNew and o.delivered then
      -- It had stopped being asked for, and may have been cancelled there meanwhile: only a look tells.
      verdict = 'verify'
      revision = revision + 1
      wantContent(outerNo, o, content)
      setDoubt(outerNo, LIFE, FIRST_LOOK_MS)
    elseif isNew then
      wantContent(outerNo, o, content)
      -- What was not delivered has been dropped by a person, and no push of what came after is wanted any more.
      call('HSET', key, 's', WITHDRAWN)
      call('ZREM', OPEN, member)
      closeCase(key, member)
    end
  elseif o.delivered then
    verdict = 'changed-after-delivery'
    if isNew then
      revision = revision + 1
      clearDoubt(outerNo)
      wantContent(outerNo, o, content)
      call('HSET', key, 's', DISPUTED)
      call('HDEL', key, 'x')
      openCase(key, member, 'BILL_CHANGED_AFTER_DELIVERY', '')
      note(id, 'disputed', outerNo, 'BILL_CHANGED_AFTER_DELIVERY')
    end
  else
    verdict = 'enqueue'
    hasMoved = hasMoved or not before[outerNo]
    if not o.state then call('HINCRBY', FLOW, 'a', 1) end
    if isNew then
      revision = revision + 1
      -- Its next push tells: it goes out under the same key.
      clearDoubt(outerNo)
      call('HSET', key, 'b', id, 'h', content, 's', WAITING)
      closeCase(key, member)
      call('ZADD', OPEN, 'NX', now, member)
    end
    if isHeldBack then call('HSET', key, 'w', 1) end
  end
  setRevision(outerNo, revision)
  verdicts[#verdicts + 1] = verdict
  verdicts[#verdicts + 1] = tostring(revision)
end
-- Orders that were once asked for stay listed: they may be delivered, and pruning finds them by their bill.
for _, outerNo in ipairs(ordersOf(id)) do
  if not wanted[outerNo] and call('HGET', orderKey(outerNo), 'b') == id then
    -- Under another mapping the same goods must not leave twice unseen; where nothing new goes out, what is there
    -- stays.
    if isRemapped and not hasMoved and isSettled(readOrder(outerNo)) then noteOnce(id, 'kept', outerNo)
    else dropOrder(id, outerNo, 'BILL_CHANGED_AFTER_DELIVERY') end
    names[#names + 1] = outerNo
  end
end
if #names > 0 then setOrders(id, ARGV[2], names) end
moveBill(id, rule == '' and ORDERED or EXCLUDED)
closeCase(billKey(id), 'bill:' .. id)
call('ZREM', OPEN, 'bill:' .. id)
call('HDEL', billKey(id), 'm')
if rule ~= '' then call('HSET', billKey(id), 'r', rule) end
return verdicts
