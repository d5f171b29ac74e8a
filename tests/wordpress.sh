#!/usr/bin/env bash
# WordPress as a source: Debian's package, run here from an empty database, read by the ordinary path.
#   tests/wordpress.sh CAIFENG     CAIFENG is the built program
# Installs what is missing (wordpress, mariadb-server, php). Not part of ./check: the packages are large.
# Shows that a blog is discovered; that its feed, its sitemap, its list page and one watched page are read;
# that a second round asks conditionally and keeps nothing twice; and that a new post, and a change of
# the watched page, arrive.
set -euo pipefail
program=$(realpath "${1:?name the built caifeng program}")

cd "$(dirname "$0")"
. ./real_sites.sh

need_packages mariadbd mariadb-server php php-cli
if ! dpkg -s wordpress-theme-twentytwentythree php-mysql php-xml php-mbstring >/dev/null 2>&1; then
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    wordpress wordpress-theme-twentytwentythree php-mysql php-xml php-mbstring
fi

# The database: a server of its own, reached by a socket only.
mariadb-install-db --no-defaults --auth-root-authentication-method=normal --skip-test-db \
  --user="$(id -un)" --datadir="$folder/db" >"$folder/db.log" 2>&1
mariadbd --no-defaults --user="$(id -un)" --datadir="$folder/db" --socket="$folder/db.sock" --skip-networking \
  --pid-file="$folder/db.pid" --skip-grant-tables >>"$folder/db.log" 2>&1 &
children+=($!)
until_it "MariaDB" mariadb --no-defaults --socket="$folder/db.sock" -e 'select 1'
mariadb --no-defaults --socket="$folder/db.sock" -e 'create database blog character set utf8mb4'

# The blog.
port=$(free_port)
address=http://127.0.0.1:$port
cp -rL /usr/share/wordpress "$folder/site"
rm -f "$folder/site/wp-config.php"
cat >"$folder/site/wp-config.php" <<PHP
<?php
define('DB_NAME', 'blog');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:$folder/db.sock');
define('DB_CHARSET', 'utf8mb4');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
PHP
cat >"$folder/install.php" <<PHP
<?php
define('WP_INSTALLING', true);
define('WP_SITEURL', '$address');
\$_SERVER['HTTP_HOST'] = '127.0.0.1:$port';
\$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require '$folder/site/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('青澜县政务博客', 'editor', 'editor@qinglan.example', true, '', 'not-a-secret-$port', 'zh_CN');
update_option('siteurl', '$address');
update_option('home', '$address');
PHP
cat >"$folder/post.php" <<PHP
<?php
\$_SERVER['HTTP_HOST'] = '127.0.0.1:$port';
\$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require '$folder/site/wp-load.php';
[\$_, \$kind, \$first, \$last] = \$argv;
for (\$n = (int) \$first; \$n <= (int) \$last; \$n++) {
  \$street = ['北门', '沿河', '学府', '新市', '老城'][\$n % 5] . '街';
  \$text = "<p>{\$street}第{\$n}号路口昨夜出现积水，市政部门凌晨到场抽排，上午八时恢复通行。</p>"
    . "<p>值班人员说，路口的排水口被落叶堵住，清理之后水位在两小时内退去，沿线的商户没有受损。</p>"
    . "<p>县里请大家雨天绕行低洼路段，有新的情况会在这里更新，也可以向路面值守人员反映。</p>";
  \$known = get_page_by_path("notice-\$n", OBJECT, \$kind);
  wp_insert_post(['ID' => \$known ? \$known->ID : 0, 'post_type' => \$kind, 'post_status' => 'publish',
    'post_author' => 1, 'post_name' => "notice-\$n", 'post_title' => "{\$street}第{\$n}号路口积水处理情况",
    'post_content' => \$known ? \$text . '<p>更新：路口加装了新的排水口。</p>' : \$text]);
}
PHP
php "$folder/install.php" >"$folder/install.log" 2>&1
php "$folder/post.php" post 1 12
php "$folder/post.php" page 900 900
PHP_CLI_SERVER_WORKERS=4 php -S "127.0.0.1:$port" -t "$folder/site" >"$folder/site.log" 2>&1 &
children+=($!)
until_it "WordPress" python3 -c "import urllib.request as u; u.urlopen('$address/?feed=rss2')"

# The desk.
export CAIFENG_DATA_DIR=$folder/desk
caifeng source discover "$address/" --allow-private >"$folder/found.json"
must "the feed and a list are discovered" \
  "{'feed', 'list'} <= {p['kind'] for p in it['proposals']}" "$folder/found.json"
caifeng source add "$address/?feed=rss2" --kind feed --name 博客 --full-text --allow-private >/dev/null
caifeng source add "$address/" --kind list --name 首页 --allow-private >/dev/null
caifeng source add "$address/?sitemap=posts&sitemap-subtype=post&paged=1" --kind sitemap --name 地图 --allow-private >/dev/null
caifeng source add "$address/?page_id=$(mariadb --no-defaults --socket="$folder/db.sock" -N -e \
  "select ID from blog.wp_posts where post_name='notice-900'")" --kind watched --name 页 --allow-private >/dev/null
caifeng collect --once >"$folder/round1.json"
must "each of the four is read in the first round" \
  "all(v['outcome'] == 'read' for v in it['visits']) and len(it['visits']) == 4" "$folder/round1.json"
caifeng search '积水' --limit 50 >"$folder/search1.json"
must "every post is found, headline and text" \
  "{f'第{n}号路口' for n in range(1, 13)} <= {h['title'][3:][:-6] for h in it if h['title'].endswith('积水处理情况')}" "$folder/search1.json"
caifeng collect --once >"$folder/round2.json"
must "a second round keeps nothing twice" \
  "sum(v['items_new'] for v in it['visits']) == 0 and not [v for v in it['visits'] if v['outcome'] == 'failed']" "$folder/round2.json"
must "the feed answers a conditional question with 304" \
  "[v['outcome'] for v in it['visits'] if v['name'] == '博客'] == ['unchanged']" "$folder/round2.json"
php "$folder/post.php" post 13 13
php "$folder/post.php" page 900 900
caifeng collect --once >"$folder/round3.json"
must "a new post and the change of a page arrive" \
  "sum(v['items_new'] for v in it['visits']) >= 2 and [v['items_new'] for v in it['visits'] if v['name'] == '页'] == [1]" "$folder/round3.json"
say "all passed"
