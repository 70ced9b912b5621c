-- What waits for a person, and the missing codes that it waits for.
-- include: parts/keys.lua

-- Sets a case's missing codes: one line each, nil or '' for none.
local function setGaps(key, member, gaps, stake)
  local before, wanted = redis.call('HGET', key, 'z'), {}
  for gap in eachLine(gaps) do
    wanted[gap] = true
    redis.call('HSET', P .. ':g:' .. redis.sha1hex(gap), member, stake)
    redis.call('ZADD', P .. ':gaps', 'NX', now, gap)
  end
  for gap in eachLine(before) do
    if not wanted[gap] then
      local waiting = P .. ':g:' .. redis.sha1hex(gap)
      redis.call('HDEL', waiting, member)
      if redis.call('EXISTS', waiting) == 0 then redis.call('ZREM', P .. ':gaps', gap) end
    end
  end
  if next(wanted) then redis.call('HSET', key, 'z', gaps) else redis.call('HDEL', key, 'z') end
end

local function openCase(key, member, code, text, gaps, stake)
  setGaps(key, member, gaps, stake)
  redis.call('HSET', key, 'e', code, 'r', text)
  redis.call('ZREM', OPEN, member)
  redis.call('ZADD', HELD, 'NX', now, member)
end

local function closeCase(key, member)
  setGaps(key, member)
  redis.call('HDEL', key, 'e', 'r', 'x', 'g')
  redis.call('ZREM', HELD, member)
end
