-- Bills that are to be made anew.
-- include: parts/records.lua

-- The bill is to be made anew from its rows. Each asking has a time of its own, so that one is not taken for another;
-- an urgent one lies before all time, and so before all others, and stays urgent when it is asked for again.
local BEFORE_ALL_MS = 10000000000000
local function askAnew(billId, isUrgent)
  local since = tonumber(call('ZSCORE', AGAIN, billId) or 0)
  if since < 0 then
    call('ZADD', AGAIN, math.max(now - BEFORE_ALL_MS, since + 1), billId)
  elseif isUrgent then
    call('ZADD', AGAIN, now - BEFORE_ALL_MS, billId)
  else
    call('ZADD', AGAIN, math.max(now, since + 1), billId)
  end
end
