-- An empty ledger is claimed for a version.
-- KEYS    progress
-- ARGV    version
-- answer  the version that is there
redis.call('HSETNX', KEYS[1], 'version', ARGV[1])
return redis.call('HGET', KEYS[1], 'version')
