-- Orders in doubt are looked after later, whatever came of the look.
-- KEYS    progress
-- ARGV    ms, then outer numbers
-- include: parts/keys.lua
for i = 2, #ARGV do
  if redis.call('ZSCORE', DOUBTS, ARGV[i]) then redis.call('ZADD', DOUBTS, now + tonumber(ARGV[1]), ARGV[i]) end
end
