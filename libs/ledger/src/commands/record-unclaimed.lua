-- An inventory saw documents, and no bill is known that asks for them.
-- KEYS    progress
-- ARGV    outer numbers
-- include: parts/keys.lua
for _, outerNo in ipairs(ARGV) do
  local evidence = redis.call('HGET', FOUND, outerNo)
  if evidence then
    redis.call('HSET', UNCLAIMED, outerNo, evidence)
    redis.call('HDEL', FOUND, outerNo)
  end
end
