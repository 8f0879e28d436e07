-- Failed sign-ins by account and client address, for all nodes.
--
-- KEYS  1 pair     zset  attempt -> when (ms): attempts of one account from one address that failed or are under way
--       2 address  zset  attempt -> when (ms): failures from one address
-- ARGV  1 what is said: begin | failed | succeeded | unknown
--       2 the attempt
--       3 how far back failures count (ms)
--       4 failures of the pair after which it waits, 5 the same of the address (-1: no limit)   [begin]
--
-- Times are this server's.

local pair, address = KEYS[1], KEYS[2]
local said, attempt, window_ms = ARGV[1], ARGV[2], tonumber(ARGV[3])
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local function count(key)
    redis.call('ZADD', key, now_ms, attempt)
    redis.call('PEXPIRE', key, window_ms)
end

-- How long until fewer than `most` of the window are left; nil when that is so now.
local function wait_of(key, most)
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now_ms - window_ms)
    if most < 0 or redis.call('ZCARD', key) < most then
        return nil
    end
    -- The newest `most` decide; the oldest of them says when the next attempt is welcome.
    local oldest = redis.call('ZRANGE', key, -most, -most, 'WITHSCORES')
    return math.max(1, oldest[2] + window_ms - now_ms)
end

if said == 'begin' then
    local wait = wait_of(pair, tonumber(ARGV[4])) or wait_of(address, tonumber(ARGV[5]))
    if wait then
        return wait
    end
    count(pair)
    return -1
end

if said == 'failed' then
    count(address)
elseif said == 'succeeded' then
    redis.call('DEL', pair)
else
    redis.call('ZREM', pair, attempt)
end
return 0
