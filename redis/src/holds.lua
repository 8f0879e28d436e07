-- What the owners behind one client address hold together, for all nodes: one script, so that counting and setting aside
-- are one step.
--
-- KEYS  1 the name that all other keys begin with; those are
--       <name>:owner:<owner>    what an owner holds: JSON {client, works: [{edition, copies, order, until_ms}]}
--       <name>:client:<client>  set of the owners behind a client
-- ARGV  1 what is asked: reserve | give_back | in_cart | ordered | order_over | merge
--       2 the owner
--       3.. what it is asked about
--
-- An order is '' in a cart. Deadlines are in this server's time; what has passed counts no more, and every key ends with
-- the last deadline in it.

local name = KEYS[1]
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local function owner_key(owner)
    return name .. ':owner:' .. owner
end

local function client_key(client)
    return name .. ':client:' .. client
end

-- What an owner holds now; nil when that is nothing.
local function account_of(owner)
    local stored = redis.call('GET', owner_key(owner))
    if not stored then
        return nil
    end
    local account = cjson.decode(stored)
    local works = {}
    for _, work in ipairs(account.works) do
        if work.until_ms > now_ms and work.copies > 0 then
            works[#works + 1] = work
        end
    end
    account.works = works
    return #works > 0 and account or nil
end

local function leave(owner, client)
    redis.call('DEL', owner_key(owner))
    redis.call('SREM', client_key(client), owner)
end

local function keep(owner, account)
    local last_ms = now_ms
    for _, work in ipairs(account.works) do
        last_ms = math.max(last_ms, work.until_ms)
    end
    if #account.works == 0 or last_ms <= now_ms then
        leave(owner, account.client)
        return
    end
    local client = client_key(account.client)
    redis.call('SET', owner_key(owner), cjson.encode(account), 'PX', last_ms - now_ms)
    redis.call('SADD', client, owner)
    if redis.call('PTTL', client) < last_ms - now_ms then
        redis.call('PEXPIRE', client, last_ms - now_ms)
    end
end

-- Everything the client holds: pairs of owner and work.
local function works_of(client)
    local found = {}
    for _, owner in ipairs(redis.call('SMEMBERS', client_key(client))) do
        local account = account_of(owner)
        if account and account.client == client then
            for _, work in ipairs(account.works) do
                found[#found + 1] = { owner = owner, work = work }
            end
        else
            redis.call('SREM', client_key(client), owner)
        end
    end
    return found
end

local asked, owner = ARGV[1], ARGV[2]

if asked == 'reserve' then
    local client, edition, copies = ARGV[3], ARGV[4], tonumber(ARGV[5])
    local works_max, copies_max, for_ms = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
    local account = account_of(owner)
    -- An owner's works count where the owner asked from last.
    if account and account.client ~= client then
        leave(owner, account.client)
        account.client = client
        keep(owner, account)
    end
    local works, same, own, first_ms, first_same_ms = works_of(client), 0, nil, nil, nil
    for _, found in ipairs(works) do
        local work = found.work
        first_ms = math.min(first_ms or work.until_ms, work.until_ms)
        if work.edition == edition then
            same = same + work.copies
            first_same_ms = math.min(first_same_ms or work.until_ms, work.until_ms)
            if found.owner == owner and work.order == '' then
                own = work
            end
        end
    end
    -- -1: copies are not counted.
    if copies_max >= 0 and same + copies > copies_max then
        return (first_same_ms or now_ms) - now_ms
    end
    if not own and #works >= works_max then
        return (first_ms or now_ms) - now_ms
    end
    account = account_of(owner) or { client = client, works = {} }
    for _, work in ipairs(account.works) do
        if work.edition == edition and work.order == '' then
            work.copies = work.copies + copies
            keep(owner, account)
            return -1
        end
    end
    account.works[#account.works + 1] = { edition = edition, copies = copies, order = '', until_ms = now_ms + for_ms }
    keep(owner, account)
    return -1
end

local account = account_of(owner)
-- An owner without an account never asked from an address that is counted, or all of it is past.
if not account then
    return 0
end

if asked == 'give_back' then
    local edition, copies = ARGV[3], tonumber(ARGV[4])
    local works = {}
    for _, work in ipairs(account.works) do
        if work.edition == edition and work.order == '' then
            work.copies = work.copies - copies
        end
        if work.copies > 0 then
            works[#works + 1] = work
        end
    end
    account.works = works
elseif asked == 'in_cart' then
    local works = {}
    for _, work in ipairs(account.works) do
        if work.order ~= '' then
            works[#works + 1] = work
        end
    end
    for at = 3, #ARGV, 3 do
        local copies, for_ms = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
        works[#works + 1] = { edition = ARGV[at], copies = copies, order = '', until_ms = now_ms + for_ms }
    end
    account.works = works
elseif asked == 'ordered' then
    for _, work in ipairs(account.works) do
        if work.order == '' then
            work.order = ARGV[3]
            work.until_ms = now_ms + tonumber(ARGV[4])
        end
    end
elseif asked == 'order_over' then
    local works = {}
    for _, work in ipairs(account.works) do
        if work.order ~= ARGV[3] then
            works[#works + 1] = work
        end
    end
    account.works = works
elseif asked == 'merge' then
    local user = ARGV[3]
    local own = account_of(user)
    leave(owner, account.client)
    if own then
        for _, work in ipairs(account.works) do
            own.works[#own.works + 1] = work
        end
        account = own
    end
    owner = user
else
    return redis.error_reply('holds.lua: nobody asks ' .. asked)
end
keep(owner, account)
return 0
