//! A scratch desk and ways to run the binary on it.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The binary under test.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_caifeng");

/// A data directory that vanishes.
pub(crate) struct Bench {
    pub(crate) folder: TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("desk")
    }

    /// Writes an input file of these lines.
    pub(crate) fn input(&self, name: &str, lines: &[String]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, lines.join("\n") + "\n").unwrap();
        path
    }

    /// A command on this desk.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command
            .args(args)
            .arg("--data-dir")
            .arg(self.data())
            .env_remove("CAIFENG_DATA_DIR");
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs a command that must succeed and gives its JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let output = self.command(args).arg("--json").output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Replays a file; gives the decisions and the exit code.
    pub(crate) fn replay(&self, input: &Path, out: &str) -> (Vec<Value>, i32) {
        let out = self.path(out);
        let output = self
            .command(&[
                "replay",
                input.to_str().unwrap(),
                "--assignments",
                out.to_str().unwrap(),
            ])
            .output()
            .unwrap();
        let code = output.status.code().unwrap_or(-1);
        assert!(matches!(code, 0 | 3), "{}", stderr(&output));
        (lines(&out), code)
    }
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The JSON lines of a file; a last line that was cut off is left out.
pub(crate) fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// SplitMix64.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

const PLACES: &[&str] = &[
    "北门外大街",
    "溪口镇东街",
    "老粮站",
    "第二小学",
    "县医院",
    "半坡村",
    "青岚水库",
    "安置房三期工地",
];
const MATTERS: &[&str] = &[
    "路面塌陷",
    "食堂豆角没煮熟",
    "拖欠工资",
    "排队三个小时",
    "突然停水",
    "起火冒烟",
    "垃圾没人清运",
    "接驳车太少",
];
const SAYINGS: &[&str] = &[
    "居民希望尽快给出说法",
    "相关部门已经到场处置",
    "目前没有人员受伤",
    "大家路过请绕行",
    "结果将向社会公布",
    "这已经是今年第二次了",
    "物业说正在联系维修",
    "孩子和老人都受影响",
    "视频在群里传开了",
    "下午又来了一拨人",
];

/// Fictional items that speak of a few happenings over and over, with copies among them.
pub(crate) fn items(count: usize, seed: u64) -> Vec<String> {
    let mut seeded = Seeded(seed);
    let mut texts: Vec<(String, String)> = Vec::new();
    (0..count)
        .map(|index| {
            let (title, text) = if index > 10 && seeded.below(8) == 0 {
                texts[seeded.below(texts.len())].clone()
            } else {
                let place = PLACES[seeded.below(PLACES.len())];
                let matter = MATTERS[seeded.below(MATTERS.len())];
                let mut text = format!("{place}{matter}，");
                for _ in 0..3 + seeded.below(4) {
                    text.push_str(SAYINGS[seeded.below(SAYINGS.len())]);
                    text.extend(["，第", &seeded.below(10_000).to_string(), "号。"]);
                }
                (format!("{place}{matter}"), text)
            };
            texts.push((title.clone(), text.clone()));
            let at = 1_772_431_500_000_i64 + index as i64 * 60_000;
            serde_json::json!({"id": format!("i{index}"), "source": format!("板块{}", index % 7), "title": title,
                               "text": text, "published_at": at.to_string()})
            .to_string()
        })
        .collect()
}
