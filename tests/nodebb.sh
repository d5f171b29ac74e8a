#!/usr/bin/env bash
# NodeBB as a source: the package of the npm registry, run here on an empty Redis, read by the ordinary path.
#   tests/nodebb.sh CAIFENG     CAIFENG is the built program
# Installs what is missing (nodejs, npm, redis-server). Not part of ./check: the packages are large.
# Shows that a board's feed and list are discovered and read, that a second round keeps nothing twice,
# that new topics arrive, and that Disallow of its robots.txt is obeyed.
set -euo pipefail
program=$(realpath "${1:?name the built caifeng program}")
cd "$(dirname "$0")"
. ./real_sites.sh

need_packages node nodejs npm npm redis-server redis-server
port=$(free_port)
redis_port=$(free_port)
address=http://127.0.0.1:$port

# The board. Two of its default plugins fetch pictures from the web at the first start; they are left out.
(cd "$folder" && echo '{}' >package.json && npm install --no-audit --no-fund --silent nodebb@1.4.0)
mv "$folder/node_modules/nodebb" "$folder/site"
mv "$folder/node_modules" "$folder/site/node_modules"
mkdir -p "$folder/site/public/uploads/sounds"
redis-server --bind 127.0.0.1 --port "$redis_port" --save "" --dir "$folder" >"$folder/redis.log" 2>&1 &
children+=($!)
until_it "Redis" redis-cli -p "$redis_port" ping
(
  cd "$folder/site"
  node app --setup="{\"url\":\"$address\",\"database\":\"redis\",\"redis:host\":\"127.0.0.1\",\"redis:port\":$redis_port,
    \"redis:password\":\"\",\"redis:database\":0,\"admin:username\":\"editor\",\"admin:email\":\"editor@qinglan.example\",
    \"admin:password\":\"for-this-test-$port\",\"admin:password:confirm\":\"for-this-test-$port\",\"secret\":\"test\"}" >"$folder/setup.log" 2>&1
)
redis-cli -p "$redis_port" zrem plugins:active nodebb-plugin-emoji-one nodebb-plugin-emoji-extended >/dev/null
redis-cli -p "$redis_port" hset config postDelay 0 newbiePostDelay 0 initialPostDelay 0 >/dev/null
python3 -c "import json; f = '$folder/site/config.json'; c = json.load(open(f)); c['port'] = $port; json.dump(c, open(f, 'w'))"
node nodebb_post.js "$folder/site" 1 8
(cd "$folder/site" && exec node app) >"$folder/site.log" 2>&1 &
children+=($!)
until_it "NodeBB" python3 -c "import urllib.request as u; u.urlopen('$address/category/2.rss')"

export CAIFENG_DATA_DIR=$folder/desk
caifeng source discover "$address/category/2/general-discussion" --allow-private >"$folder/found.json"
must "the board's feed and list are discovered" \
  "{'feed', 'list'} <= {p['kind'] for p in it['proposals']}" "$folder/found.json"
caifeng source add "$address/category/2.rss" --kind feed --name 版块 --owner board --allow-private >/dev/null
caifeng source add "$address/category/2/general-discussion" --kind list --name 列表 --owner board --allow-private >/dev/null
caifeng collect --once >"$folder/round1.json"
must "both are read in the first round" \
  "[v['outcome'] for v in it['visits']] == ['read', 'read']" "$folder/round1.json"
caifeng search '积水' --limit 50 >"$folder/search1.json"
must "every topic is found" \
  "all(any(f'第{n}号路口' in h['title'] for h in it) for n in range(1, 9))" "$folder/search1.json"
caifeng collect --once >"$folder/round2.json"
must "a second round keeps nothing twice" "sum(v['items_new'] for v in it['visits']) == 0" "$folder/round2.json"
node nodebb_post.js "$folder/site" 9 10
caifeng collect --once >"$folder/round3.json"
must "new topics arrive" "sum(v['items_new'] for v in it['visits']) >= 2" "$folder/round3.json"
caifeng source check "$address/admin/" --kind watched --allow-private >"$folder/forbidden.json"
must "what robots.txt forbids is not asked for" \
  "not it['ok'] and not [r for r in it['requests'] if '/admin/' in r['url'] and r['status']]" "$folder/forbidden.json"
say "all passed"
