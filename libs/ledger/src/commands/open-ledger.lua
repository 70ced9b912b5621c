-- An empty ledger is claimed for a version, and marked, so that a later one in its place can be told from it.
-- KEYS    progress
-- ARGV    version, mark
-- answer  the version that is there
if redis.call('HSETNX', KEYS[1], 'version', ARGV[1]) == 1 then redis.call('HSET', KEYS[1], 'indexed', 1) end
redis.call('HSETNX', KEYS[1], 'life', ARGV[2])
return redis.call('HGET', KEYS[1], 'version')
