-- Bills that are to be made anew.
-- include: parts/keys.lua

-- The bill is to be made anew from its rows. Each asking has a time of its own, so that one is not taken for another;
-- an urgent one lies before all time, and so before all others, and stays urgent when it is asked for again.
local BEFORE_ALL_MS = 10000000000000
local function askAnew(billId, isUrgent)
  local since = tonumber(redis.call('ZSCORE', AGAIN, billId) or 0)
  if since < 0 then
    redis.call('ZADD', AGAIN, math.max(now - BEFORE_ALL_MS, since + 1), billId)
  elseif isUrgent then
    redis.call('ZADD', AGAIN, now - BEFORE_ALL_MS, billId)
  else
    redis.call('ZADD', AGAIN, math.max(now, since + 1), billId)
  end
end
