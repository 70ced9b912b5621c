-- A call that was let in was not made: its place is free again.
-- KEYS    calls, gate (as of `enter`)
-- ARGV    call id
-- answer  1, or 0 where its place had lapsed
-- batch   calls made meanwhile travel together
if redis.call('HGET', KEYS[2], 'probe') == ARGV[1] then redis.call('HDEL', KEYS[2], 'probe', 'probeUntil') end
return redis.call('ZREM', KEYS[1], ARGV[1])
