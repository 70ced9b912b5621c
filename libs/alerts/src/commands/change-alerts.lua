-- Writes what became of alerts, messages and channels, all or nothing, and only while the process has the watch: one
-- that was held up and comes back too late changes nothing.
-- KEYS    lease, alerts
-- ARGV    token of the process, then field and value of each change; an empty value removes the field
-- answer  1, or 0 where another process watches
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for i = 2, #ARGV, 2 do
  if ARGV[i + 1] == '' then
    redis.call('HDEL', KEYS[2], ARGV[i])
  else
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
  end
end
return 1
