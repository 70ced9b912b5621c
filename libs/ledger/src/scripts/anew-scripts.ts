/** ARGV bill ids. */
export const ASK_ANEW = `
for _, billId in ipairs(ARGV) do askAnew(billId) end`;

/** ARGV billId, since. It was made anew; where it was asked for again since, it stays. */
export const MADE_ANEW = `
if tonumber(redis.call('ZSCORE', AGAIN, ARGV[1]) or -1) == tonumber(ARGV[2]) then redis.call('ZREM', AGAIN, ARGV[1]) end`;
