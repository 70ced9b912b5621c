-- Which installation works on the scheme.
-- KEYS    progress
-- ARGV    installation, holder, length of the lease in ms
-- answer  installation and holder of whoever has it
-- include: parts/keys.lua
local key = P .. ':lease'
local l = redis.call('HMGET', key, 'installation', 'holder', 'until')
if l[1] ~= ARGV[1] and tonumber(l[3] or '0') > now then return {l[1], l[2]} end
redis.call('HSET', key, 'installation', ARGV[1], 'holder', ARGV[2], 'until', now + tonumber(ARGV[3]))
return {ARGV[1], ARGV[2]}
