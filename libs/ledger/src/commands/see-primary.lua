-- Which primary answers, and which one answered when this was last noted.
-- KEYS    progress
-- answer  {its replication id, the one that is noted or ''}
local id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)') or ''
return { id, redis.call('HGET', KEYS[1], 'primary') or '' }
