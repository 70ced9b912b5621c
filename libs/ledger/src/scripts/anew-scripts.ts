/** ARGV whether a person asked for it ('1' or ''), bill ids → the ids that were not listed so before. */
export const ASK_ANEW = `
local fresh = {}
for i = 2, #ARGV do
  local isFresh = not redis.call('ZSCORE', AGAIN, ARGV[i])
  if ARGV[1] == '1' then isFresh = redis.call('SADD', AGAIN .. ':retry', ARGV[i]) == 1 end
  if isFresh then fresh[#fresh + 1] = ARGV[i] end
  askAnew(ARGV[i])
end
return fresh`;

/** ARGV billId, since. It was made anew; where it was asked for again since, it stays. */
export const MADE_ANEW = `
if tonumber(redis.call('ZSCORE', AGAIN, ARGV[1]) or -1) == tonumber(ARGV[2]) then
  redis.call('ZREM', AGAIN, ARGV[1])
  redis.call('SREM', AGAIN .. ':retry', ARGV[1])
end`;
