-- What waits for a person, and the missing codes that it waits for.
-- include: parts/records.lua

-- Sets a case's missing codes: one line each, nil or '' for none.
local function setGaps(key, member, gaps, stake)
  local before, wanted = call('HGET', key, 'z'), {}
  for gap in eachLine(gaps) do
    wanted[gap] = true
    call('HSET', P .. ':g:' .. redis.sha1hex(gap), member, stake)
    call('ZADD', P .. ':gaps', 'NX', now, gap)
  end
  for gap in eachLine(before) do
    if not wanted[gap] then
      local waiting = P .. ':g:' .. redis.sha1hex(gap)
      call('HDEL', waiting, member)
      if call('EXISTS', waiting) == 0 then call('ZREM', P .. ':gaps', gap) end
    end
  end
  if next(wanted) then call('HSET', key, 'z', gaps) else call('HDEL', key, 'z') end
end

local function openCase(key, member, code, text, gaps, stake)
  setGaps(key, member, gaps, stake)
  call('HSET', key, 'e', code, 'r', text)
  call('ZREM', OPEN, member)
  call('ZADD', HELD, 'NX', now, member)
end

local function closeCase(key, member)
  setGaps(key, member)
  -- Of a record that was lost a case may be left.
  local r = call('HMGET', key, 'e', 's')
  if r[1] or not r[2] then call('ZREM', HELD, member) end
  call('HDEL', key, 'e', 'r', 'x', 'g')
end
