-- Bills that are to be made anew.
-- include: parts/records.lua

-- The bill is to be made anew from its rows. Each asking has a time of its own, so that one is not taken for another.
local function askAnew(billId)
  local since = tonumber(call('ZSCORE', AGAIN, billId) or 0)
  call('ZADD', AGAIN, math.max(now, since + 1), billId)
end
