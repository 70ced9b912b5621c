-- include: parts/ownership.lua

-- The bill does not ask for this order any more. Nothing is done to an order that is another bill's.
local function dropOrder(billId, outerNo, code)
  local key, member = orderKey(outerNo), 'order:' .. outerNo
  local o = readOrder(outerNo)
  if not o.state or call('HGET', key, 'b') ~= billId then return end
  if not o.delivered then withdrawOrder(outerNo)
  -- Settled by a person, or told already.
  elseif o.wanted ~= '' or o.state == DISPUTED and call('HGET', key, 'e') ~= code then
    if o.wanted == '' or not passOn(outerNo) then
      if o.doubt == CONTENT then o.delivered = UNKNOWN end
      if o.doubt then clearDoubt(outerNo) end
      call('ZREM', OPEN, member)
      wantContent(outerNo, o, '')
      call('HSET', key, 's', DISPUTED)
      openCase(key, member, code, '')
      note(billId, 'disputed', outerNo, code)
    end
  end
  releaseKey(outerNo)
end
