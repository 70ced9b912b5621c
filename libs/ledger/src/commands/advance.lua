-- A reading went well. The watermark never goes back.
-- KEYS    progress
-- ARGV    watermark, time of the reading, both by Kingdee's clock, mark of the ledger that was read for or ''
-- answer  1, or 0 where another ledger is there by now and nothing was done
-- include: <clock.lua>
if ARGV[3] ~= '' and redis.call('HGET', KEYS[1], 'life') ~= ARGV[3] then return 0 end
local known = tonumber(redis.call('HGET', KEYS[1], 'watermark') or '0')
if tonumber(ARGV[1]) > known then redis.call('HSET', KEYS[1], 'watermark', ARGV[1]) end
redis.call('HSETNX', KEYS[1], 'firstReadAt', ARGV[2])
redis.call('HSET', KEYS[1], 'lastReadAt', ARGV[2], 'lastReadWall', now, 'lastError', '')
return 1
