// Posts topics to a NodeBB from inside: node nodebb_post.js SITE FIRST LAST
'use strict';

const path = require('path');

const [site, first, last] = [process.argv[2], +process.argv[3], +process.argv[4]];
process.chdir(site);
const part = (name) => require(path.join(site, name));
const nconf = part('node_modules/nconf');
nconf.file({ file: path.join(site, 'config.json') });
nconf.defaults({ base_dir: site, relative_path: '', upload_path: '/public/uploads', isPrimary: 'true', isCluster: 'false' });

const failed = (error) => {
  console.error(error);
  process.exit(1);
};
const post = (n) => {
  if (n > last) return process.exit(0);
  const title = `北门街第${n}号路口又积水了怎么办`;
  const content = `北门街第${n}号路口昨夜的积水到早上还没有退，孩子上学只能绕到沿河街，来回多走二十分钟，希望有人来看看排水口。`;
  part('src/topics').post({ uid: 1, cid: 2, title, content }, (error) => (error ? failed(error) : post(n + 1)));
};
part('src/database').init((error) => {
  if (error) return failed(error);
  part('src/meta').configs.init((error) => (error ? failed(error) : post(first)));
});
