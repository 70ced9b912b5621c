-- A bill was made anew; where it was asked for again since, it stays listed.
-- KEYS    progress
-- ARGV    bill's id, when it was asked for
-- include: parts/keys.lua
if tonumber(redis.call('ZSCORE', AGAIN, ARGV[1]) or -1) == tonumber(ARGV[2]) then
  redis.call('ZREM', AGAIN, ARGV[1])
  redis.call('SREM', AGAIN .. ':retry', ARGV[1])
end
