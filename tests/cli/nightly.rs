//! The program run by itself: a year of nights, what it leaves for the morning, what an administrator meets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

use crate::runner::{Bench, copy, python, repository};

/// A project with one form a month.
pub struct Monthly {
    /// Units that must report.
    pub units: usize,
    /// Days from the end of the month to the deadline.
    pub deadline_days: u32,
}

impl Monthly {
    /// The project in `p`.
    pub fn make(&self) -> Bench {
        let bench = Bench::new();
        let kinds = "[[kind]]\ncode = \"state\"\n\n[[kind]]\ncode = \"region\"\n";
        let days = self.deadline_days;
        bench.write("p/tonghop.toml", format!("title = \"Monthly returns\"\nprovince = \"00\"\nlanguage = \"en\"\ndeadline_days = {days}\nregime = \"calendar\"\n\n{kinds}"));
        let units: String = (1..=self.units).map(|n| format!("u{n},{},region,00\n", name(n))).collect();
        bench.write("p/units.csv", format!("code,name,kind,parent\n00,Montana,state,\n{units}"));
        let mut form = "code = \"return\"\ntitle = \"Monthly return\"\nlayout = \"indicator-rows\"\nfrequency = \"month\"\n\n[reporters]\nkinds = [\"region\"]\n\n[columns]\nlabel = [\"Item\"]\nvalue = [\"Number\"]\n".to_owned();
        for (code, name) in [("b", "Births"), ("d", "Deaths"), ("v", "Visits")] {
            form += &format!("\n[[indicator]]\ncode = \"{code}\"\nname = \"{name}\"\ntype = \"count\"\n");
        }
        bench.write("p/forms/return.toml", form);
        fs::create_dir_all(bench.path("p/submissions/2024-03")).expect("a folder");
        bench
    }
}

fn name(unit: usize) -> String {
    const WORDS: [&str; 10] = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel", "Ivy", "Juniper"];
    format!("{} {} {}", WORDS[unit % 10], WORDS[unit / 10 % 10], WORDS[unit / 100 % 10])
}

/// A report as csv.
pub fn report(unit: usize, period: &str, births: u64) -> String {
    let (visits, name) = (births + 1000, name(unit));
    format!(
        "Monthly return {period}\nReporting unit: {name}\nItem,Number\nBirths,{births}\nDeaths,{unit}\nVisits,{visits}\n"
    )
}

/// What a unit has sent for a month: files with their days and numbers, in the order in which they came.
type Sent = BTreeMap<String, (Date, u64)>;

/// Everything that should be so, told without the program.
struct Year {
    units: usize,
    deadline_days: i64,
    sent: BTreeMap<(Date, usize), Sent>,
    /// Months that have been consolidated.
    published: BTreeSet<Date>,
}

impl Year {
    fn deadline(&self, month: Date) -> Date {
        month.last_of_month() + Span::new().days(self.deadline_days)
    }

    /// The newest month that has begun and of which something is there, and those that stood already.
    fn publish(&mut self, night: Date) {
        let newest = self.sent.iter().filter(|((m, _), s)| *m <= night && !s.is_empty()).map(|((m, _), _)| *m).max();
        self.published.extend(newest);
    }

    /// The births of a month, who is missing, and who was late by how many days.
    fn month(&self, month: Date) -> (u64, BTreeSet<String>, BTreeMap<String, i32>) {
        let (mut births, mut missing, mut late) = (0, BTreeSet::new(), BTreeMap::new());
        for unit in 1..=self.units {
            let code = format!("u{unit}");
            let newest = self.sent.get(&(month, unit)).and_then(|s| s.values().max_by_key(|(day, _)| *day));
            match newest {
                None => drop(missing.insert(code)),
                Some((day, number)) => {
                    births += number;
                    let days = self.deadline(month).until(*day).expect("days").get_days();
                    if days > 0 {
                        late.insert(code, days);
                    }
                }
            }
        }
        (births, missing, late)
    }
}

fn noon(day: Date) -> SystemTime {
    let seconds = day.at(5, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("a time").timestamp().as_second();
    UNIX_EPOCH + Duration::from_secs(seconds as u64)
}

fn put(bench: &Bench, month: Date, file: &str, text: &str, day: Date) {
    let path = format!("p/submissions/{}/{file}", month.strftime("%Y-%m"));
    bench.write(&path, text);
    File::options().write(true).open(bench.path(&path)).expect("a file").set_modified(noon(day)).expect("a time");
}

/// Looks whether every month that has outputs says what should be so on a night.
fn judge(bench: &Bench, year: &Year, night: Date) {
    for month in &year.published {
        let folder = format!("out/{}", month.strftime("%Y-%m"));
        let (births, missing, late) = year.month(*month);
        let at = format!("night {night}, month {month}");
        let totals = bench.table(&format!("{folder}/totals.csv"));
        let total = totals.iter().find(|t| t["indicator"] == "b" && t["group"] == "province").expect("a total");
        assert_eq!(total["value"], births.to_string(), "{at}");
        let rows = bench.table(&format!("{folder}/submissions.csv"));
        let of = |row: &BTreeMap<String, String>| row["unit"].clone();
        let told: BTreeSet<String> = rows.iter().filter(|r| r["state"] == "missing").map(of).collect();
        assert_eq!(told, missing, "{at}");
        let days = rows.iter().filter_map(|r| Some((of(r), r["days_late"].parse::<i32>().ok().filter(|d| *d > 0)?)));
        assert_eq!(days.collect::<BTreeMap<_, _>>(), late, "{at}");
        // Overdue from the day after the deadline on, not a night earlier or later.
        let findings = bench.json(&format!("{folder}/findings.json"));
        let severity = if night > year.deadline(*month) { "error" } else { "info" };
        let told: BTreeSet<String> = findings["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|f| f["code"] == "S001")
            .map(|f| {
                assert_eq!(f["severity"], severity, "{at}");
                f["unit"].as_str().expect("a unit").to_owned()
            })
            .collect();
        assert_eq!(told, missing, "{at}");
    }
}

// A leap year of nights: reports come early, late, again, corrected and withdrawn, months roll over, two runs are killed
// and one meets a full disk. Every night every figure, deadline and sender is as it should be, and nothing is lost.
#[test]
fn a_year_of_nights() {
    const UNITS: usize = 9;
    const DEADLINE: u32 = 5;
    let bench = Monthly { units: UNITS, deadline_days: DEADLINE }.make();
    fs::remove_dir_all(bench.path("p/submissions/2024-03")).unwrap();
    let mut year =
        Year { units: UNITS, deadline_days: i64::from(DEADLINE), sent: BTreeMap::new(), published: BTreeSet::new() };
    let mut seed = 20_240_229u64;
    let mut chance = |n: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    let (mut nights, mut quiet) = (0, 0);
    for n in 0..366 {
        let night = date(2024, 1, 1) + n.days();
        let before = year.sent.clone();
        // What comes in is for the month before, and some of it for this one already.
        for month in [night.first_of_month() - 1.months(), night.first_of_month()] {
            for unit in 1..=UNITS {
                let early = month == night.first_of_month();
                let sent = year.sent.entry((month, unit)).or_default();
                let number = 1 + chance(5000);
                let period = month.strftime("%Y-%m").to_string();
                match (sent.is_empty(), chance(if early { 60 } else { 9 }), chance(40)) {
                    (true, 0, _) => {
                        put(&bench, month, &format!("{unit}.csv"), &report(unit, &period, number), night);
                        sent.insert(format!("{unit}.csv"), (night, number));
                    }
                    // Corrected in its place.
                    (false, _, 0) => {
                        put(&bench, month, &format!("{unit}.csv"), &report(unit, &period, number), night);
                        sent.insert(format!("{unit}.csv"), (night, number));
                    }
                    // Sent again beside the first one.
                    (false, _, 1) if sent.values().all(|(day, _)| *day < night) => {
                        let file = format!("{unit} again {n}.csv");
                        put(&bench, month, &file, &report(unit, &period, number), night);
                        sent.insert(file, (night, number));
                    }
                    // Withdrawn, all of it; the last one of a month stays.
                    (false, _, 2)
                        if year.sent.iter().filter(|((m, _), s)| *m == month && !s.is_empty()).count() > 1 =>
                    {
                        let files: Vec<String> = year.sent[&(month, unit)].keys().cloned().collect();
                        for file in files {
                            fs::remove_file(bench.path(&format!("p/submissions/{period}/{file}"))).unwrap();
                        }
                        year.sent.insert((month, unit), Sent::new());
                    }
                    _ => {}
                }
            }
        }
        let as_of = night.to_string();
        let run = ["consolidate", "p", "-o", "out", "-q", "--as-of", &as_of];
        if year.sent.values().all(Sent::is_empty) {
            continue;
        }
        if n == 100 || n == 250 {
            // The power fails in the middle of it.
            let mut child = Command::new(env!("CARGO_BIN_EXE_tonghop"));
            let mut child = child.args(run).current_dir(bench.path(".")).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(15));
            let _ = child.kill();
            let _ = child.wait();
        }
        #[cfg(unix)]
        if n == 180 {
            // No room for anything larger than four kilobytes: it fails, and says why; what stood stands.
            let stood = fs::read(bench.path("out/2024-06/run.json")).unwrap();
            put(&bench, date(2024, 6, 1), "1.csv", &report(1, "2024-06", 77), night);
            year.sent.insert((date(2024, 6, 1), 1), Sent::from([("1.csv".to_owned(), (night, 77))]));
            for file in fs::read_dir(bench.path("p/submissions/2024-06")).unwrap().flatten() {
                if file.file_name().to_string_lossy().starts_with("1 again") {
                    fs::remove_file(file.path()).unwrap();
                }
            }
            let program = env!("CARGO_BIN_EXE_tonghop");
            let full = format!("trap '' XFSZ; ulimit -f 8; exec '{program}' consolidate p -o out -q --as-of {night}");
            let ran = Command::new("sh").args(["-c", &full]).current_dir(bench.path(".")).output().unwrap();
            let said = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert_eq!(ran.status.code(), Some(2), "{said}");
            assert!(
                said.contains("the disk is full") && said.contains("The last output, if any, is untouched"),
                "{said}"
            );
            assert!(fs::read(bench.path("out/2024-06/run.json")).unwrap() == stood);
        }
        let ran = bench.run(&run);
        assert_ne!(ran.code, 2, "night {night}: {}", ran.err);
        year.publish(night);
        judge(&bench, &year, night);
        nights += 1;
        quiet += usize::from(before == year.sent);
    }
    assert!(nights > 350 && year.published.len() >= 12, "{nights} nights, {} months", year.published.len());
    eprintln!("{nights} nights, {quiet} of them without anything new");
    // Nothing is left of what was killed, and every month is what a fresh run makes of it.
    let left = fs::read_dir(bench.path("out")).unwrap().flatten().map(|e| e.file_name().to_string_lossy().into_owned());
    let left: Vec<String> = left.filter(|n| n.starts_with('.') && n != ".cache").collect();
    assert!(left.is_empty(), "{left:?}");
    for month in &year.published {
        let period = month.strftime("%Y-%m").to_string();
        bench.run(&["consolidate", "p", "-o", "fresh", "-q", "--as-of", "2024-12-31", "-p", &period]);
        for file in ["facts.csv", "totals.csv", "submissions.csv"] {
            let read = |folder: &str| fs::read(bench.path(&format!("{folder}/{period}/{file}"))).unwrap();
            assert!(read("out") == read("fresh"), "{period}/{file}");
        }
    }
}

fn consolidated(more: &[&str]) -> Bench {
    let bench = Bench::with_sample();
    let run = [&["consolidate", "sample", "-o", "out", "-q", "--as-of", "2019-04-20"][..], more].concat();
    let ran = bench.run(&run);
    assert_eq!(ran.code, 0, "{}", ran.err);
    bench
}

fn text(bench: &Bench, name: &str) -> String {
    fs::read_to_string(bench.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

// The page says who has sent and who has not, what changed and where to look; it is text without scripts, and what comes
// from files cannot become anything else.
#[test]
fn page() {
    let bench = consolidated(&["--feedback"]);
    let page = text(&bench, "out/2019-Q1/index.html");
    for said in ["quý I năm 2019", "94/94", "Đã đầy đủ.", "1.636", "tăng 505 so với kỳ trước", "role=\"img\"", "<desc"]
    {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
    // Its digest stands in the account, and with it the page over all periods differs by its links alone.
    let account = bench.json("out/2019-Q1/run.json");
    let told = account["outputs"].as_array().unwrap().iter().find(|o| o["path"] == "index.html").expect("told of");
    assert_eq!(told["size"], page.len());
    let top = text(&bench, "out/index.html");
    assert_eq!(top.replace("href=\"./2019-Q1/", "href=\"./"), page.replace("<!--periods-->", ""));
    // Somebody is missing now, somebody sent something hostile, and the page says what is new.
    let folder = bench.path("sample/submissions/2019-Q1");
    let files: Vec<_> =
        walkdir::WalkDir::new(&folder).into_iter().flatten().filter(|e| e.file_type().is_file()).collect();
    let gone = files.iter().find(|f| f.file_name().to_string_lossy().contains("Cổng TTĐT")).expect("a report");
    fs::remove_file(gone.path()).unwrap();
    bench.write("sample/submissions/2019-Q1/<img src=x onerror=alert(1)> & co.xlsx", "no workbook");
    let run = ["consolidate", "sample", "-o", "out", "-q", "--as-of", "2019-04-20", "--feedback"];
    assert_eq!(bench.run(&run).code, 1);
    let page = text(&bench, "out/2019-Q1/index.html");
    for said in [
        "Chưa đầy đủ.",
        "93/94",
        "<time class=\"since\"",
        "Báo cáo bị rút: 1",
        "&lt;img src=x onerror=alert(1)&gt; &amp; co.xlsx",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("<img"));
    // Days go by and nothing else: the page counts them, and only what tells of the run is written.
    let days = |page: &str| page.split("class=\"since\"").nth(1).unwrap().split(['>', '<']).nth(1).unwrap().to_owned();
    let stood = (days(&page), fs::metadata(bench.path("out/2019-Q1/facts.csv")).unwrap().modified().unwrap());
    assert_eq!(bench.run(&["consolidate", "sample", "-o", "out", "-q", "--as-of", "2019-04-30", "--feedback"]).code, 1);
    let page = text(&bench, "out/2019-Q1/index.html");
    let now = (days(&page), fs::metadata(bench.path("out/2019-Q1/facts.csv")).unwrap().modified().unwrap());
    let number = |t: &str| t.split(' ').next().unwrap().parse::<i32>().unwrap();
    assert_eq!(number(&now.0), number(&stood.0) + 10);
    assert_eq!(now.1, stood.1);
    let account = bench.json("out/2019-Q1/run.json");
    let told = account["outputs"].as_array().unwrap().iter().find(|o| o["path"] == "index.html").expect("told of");
    let digest: String = sha2::Digest::finalize({
        let mut hasher = sha2::Sha256::default();
        sha2::Digest::update(&mut hasher, page.as_bytes());
        hasher
    })
    .iter()
    .map(|b| format!("{b:02x}"))
    .collect();
    assert_eq!((&told["sha256"], &told["size"]), (&digest.into(), &page.len().into()));
    // Looked at in a browser, with English words and two periods beside it.
    assert_eq!(bench.run(&["consolidate", "sample", "-o", "out", "-q", "-p", "2018-Q4", "--lang", "en"]).code, 0);
    bench.run(&["consolidate", "sample", "-o", "out", "-q", "--as-of", "2019-04-30", "--no-cache", "--lang", "en"]);
    assert!(text(&bench, "out/index.html").contains("<a href=\"./2018-Q4/index.html\">quarter 4 of 2018</a>"));
    let pages = ["out/index.html", "out/2019-Q1/index.html", "out/2018-Q4/index.html"].map(|p| bench.path(p));
    if let Some(ran) = python("tests/page/check.py", &[&pages[0], &pages[1], &pages[2]]) {
        let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{said}");
        eprintln!("{said}");
    }
}

// The command that a project names is told of each run, in the project's folder; its failure is said and changes nothing.
#[cfg(unix)]
#[test]
fn on_finish() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    let project = text(&bench, "p/tonghop.toml");
    let run = ["consolidate", "p", "-o", "out", "-q", "--as-of", "2024-04-20", "--lang", "en"];
    bench.write("p/tonghop.toml", format!("on_finish = \"cat >> told.json\"\n{project}"));
    for _ in 0..2 {
        assert_eq!(bench.run(&run).code, 1);
    }
    let told = text(&bench, "p/told.json");
    let told: Vec<serde_json::Value> = told.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(told.len(), 2);
    assert_eq!(
        (&told[0]["period"], &told[0]["exit"], &told[0]["unchanged"]),
        (&"2024-03".into(), &1.into(), &false.into())
    );
    assert_eq!(told[1]["unchanged"], true);
    assert_eq!(told[0]["forms"][0]["missing"], serde_json::json!(["u2"]));
    for key in ["workbook", "page"] {
        assert!(fs::metadata(told[0][key].as_str().unwrap()).is_ok(), "{}", told[0][key]);
    }
    assert_eq!(bench.run(&[&run[..], &["--no-hooks"]].concat()).code, 1);
    assert_eq!(bench.run(&["check", "p", "-q"]).code, 1);
    assert_eq!(text(&bench, "p/told.json").lines().count(), 2);
    bench.write("p/tonghop.toml", format!("on_finish = \"echo away; exit 9\"\n{project}"));
    let ran = bench.run(&run);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(
        ran.err.contains("away") && ran.err.contains("exit code 9") && ran.err.contains("not affected"),
        "{}",
        ran.err
    );
}

// The log tells each run with its time and how it ended, what could not be done too; it is put aside when it has grown.
#[test]
fn log() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    let run = ["consolidate", "p", "-o", "out", "-q", "--as-of", "2024-04-20", "--lang", "en", "--log", "x.log"];
    assert_eq!(bench.run(&run).code, 1);
    assert_eq!(bench.run(&["consolidate", "nowhere", "-q", "--lang", "en", "--log", "x.log"]).code, 2);
    let log = text(&bench, "x.log");
    for line in log.lines() {
        assert!(line.len() > 25 && line.as_bytes()[10] == b'T' && line[..10].parse::<Date>().is_ok(), "{line}");
    }
    for said in
        ["INFO began", "WARN", "S001", "period=\"2024-03\" exit=1", "ERROR", "There is no folder nowhere", "exit=2"]
    {
        assert!(log.contains(said), "{said}: {log}");
    }
    assert_eq!(bench.run(&[&run[..], &["--log-format", "json"]].concat()).code, 1);
    let log = text(&bench, "x.log");
    let last: serde_json::Value = serde_json::from_str(log.lines().last().unwrap()).expect("JSON");
    assert_eq!((&last["level"], &last["exit"], &last["period"]), (&"INFO".into(), &1.into(), &"2024-03".into()));
    assert!(last["timestamp"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    bench.write("x.log", "a line\n".repeat(200_000));
    assert_eq!(bench.run(&[&run[..], &["--log-size", "1"]].concat()).code, 1);
    assert!(bench.path("x.log.1").is_file() && text(&bench, "x.log").len() < 10_000);
    // Without the option there is none, and where it cannot be written that is said.
    let ran = bench.run(&["check", "p", "--lang", "en", "--log", "no/such/x.log"]);
    assert!(ran.code == 2 && ran.err.contains("The log no/such/x.log cannot be written"), "{}", ran.err);
}

// Outputs of another project are not written over, whether it stands or not; the same one may have moved.
#[test]
fn two_projects_into_one_folder() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    copy(&bench.path("p"), &bench.path("q"));
    let run = |project: &str, more: &[&str]| {
        bench.run(
            &[&["consolidate", project, "-o", "out", "-q", "--as-of", "2024-04-20", "--lang", "en"], more].concat(),
        )
    };
    assert_eq!(run("p", &[]).code, 1);
    let stood = fs::read(bench.path("out/2024-03/facts.csv")).unwrap();
    let refused = run("q", &[]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("another project (“Monthly returns”") && refused.err.contains("--force"),
        "{}",
        refused.err
    );
    assert!(fs::read(bench.path("out/2024-03/facts.csv")).unwrap() == stood);
    assert_eq!(run("q", &["--force"]).code, 1);
    assert_eq!(run("p", &[]).code, 2);
    // Moved: nothing stands any more where it was.
    fs::rename(bench.path("q"), bench.path("r")).unwrap();
    assert_eq!(run("r", &[]).code, 1);
    // By another way to the same folder.
    assert_eq!(run("./r/../r", &[]).code, 1);
    // Nor is feedback of another one written there.
    copy(&bench.path("r"), &bench.path("s"));
    assert_eq!(bench.run(&["feedback", "s", "-o", "out", "--as-of", "2024-04-20"]).code, 2);
}

// Outputs behind a link of folders: the way back to the project is the one that the system goes.
#[cfg(unix)]
#[test]
fn outputs_behind_a_link() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    fs::create_dir_all(bench.path("far/away/deep")).unwrap();
    fs::create_dir_all(bench.path("far/p")).unwrap();
    std::os::unix::fs::symlink(bench.path("far/away/deep"), bench.path("link")).unwrap();
    for _ in 0..2 {
        let ran = bench.run(&["consolidate", "p", "-o", "link/out", "-q", "--as-of", "2024-04-20", "--no-cache"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
    }
    let way = bench.json("link/out/2024-03/run.json")["project"]["folder"].as_str().unwrap().to_owned();
    assert!(bench.path("link/out/2024-03").join(&way).join("tonghop.toml").is_file(), "{way}");
}

// A path that is no Unicode is a path like others, but for a schedule.
#[cfg(target_os = "linux")]
#[test]
fn odd_path() {
    use std::os::unix::ffi::OsStrExt;
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    let odd = std::ffi::OsStr::from_bytes(b"p\xff");
    fs::rename(bench.path("p"), bench.path(".").join(odd)).unwrap();
    let run = |command: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .args(command)
            .arg(odd)
            .args(["--lang", "en"])
            .current_dir(bench.path("."))
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = run(&["consolidate", "-o", "out", "-q", "--as-of", "2024-04-20", "--log", "x.log"]);
    assert_eq!(code, Some(1), "{said}");
    let (code, said) = run(&["schedule", "--with", "cron"]);
    assert!(code == Some(2) && said.contains("cannot be scheduled"), "{said}");
}

// Of a closed period the log says what was said: how much would be different, not more and not less.
#[test]
fn closed_period_in_the_log() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    let run = ["consolidate", "p", "-o", "out", "-q", "--as-of", "2024-04-20", "--lang", "en", "--log", "x.log"];
    assert_eq!(bench.run(&run).code, 1);
    bench.write("p/closed.csv", "period,until,by\n2024-03,,head of office\n");
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 8));
    let ran = bench.run(&run);
    let first = ran.out.lines().next().expect("what is different").to_owned();
    assert!(ran.code == 1 && first.contains("differences"), "{first}");
    let log = text(&bench, "x.log");
    assert!(log.lines().last().is_some_and(|l| l.contains(&first) && l.contains("exit=1")), "{log}");
}

// A period whose outputs an earlier version wrote has no page: nothing is said of it, and no page leads to it.
#[test]
fn periods_without_a_page() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    for month in ["2024-02", "2024-03"] {
        bench.write(&format!("p/submissions/{month}/1.csv"), report(1, month, 7));
    }
    let run = |more: &[&str]| {
        bench.run(&[&["consolidate", "p", "-o", "out", "-q", "--as-of", "2024-04-20", "--lang", "en"], more].concat())
    };
    run(&[]);
    for page in ["out/index.html", "out/2024-03/index.html"] {
        fs::remove_file(bench.path(page)).unwrap();
    }
    let ran = run(&["-p", "2024-02"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let top = text(&bench, "out/index.html");
    assert!(top.contains("month 2 of 2024") && !top.contains("2024-03/index.html"), "{top}");
    // Both again: the newest, with a way to the other, whichever came last.
    for period in ["2024-03", "2024-02"] {
        run(&["-p", period, "--no-cache"]);
        let top = text(&bench, "out/index.html");
        assert!(
            top.contains("href=\"./2024-03/facts.csv\"") && top.contains("href=\"./2024-02/index.html\""),
            "{period}"
        );
    }
}

// A file of the log's name is the log only directly in a folder of workbooks; among submissions it is a file like others.
#[test]
fn a_file_like_a_log() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    bench.write("p/submissions/2024-03/tonghop.log", "a report?");
    bench.write("p/submissions/tonghop.log", "a report?");
    bench.run(&["consolidate", "p", "-o", "out", "-q", "--as-of", "2024-04-20"]);
    let inputs = bench.json("out/2024-03/run.json")["inputs"].as_array().unwrap().clone();
    let fates = inputs.iter().map(|i| (i["path"].as_str().unwrap(), i["fate"].as_str().unwrap()));
    let told: BTreeMap<&str, &str> = fates.collect();
    assert_eq!(told["submissions/2024-03/tonghop.log"], "skipped");
    assert_eq!(told["submissions/tonghop.log"], "skipped");
}

// What the outputs are to lie in must be there: a drive that is not connected is not made up for by a folder.
#[test]
fn missing_drive() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    for command in [&["consolidate", "p"][..], &["feedback", "p"], &["template", "p", "-p", "2024-03"]] {
        let ran = bench.run(&[command, &["-o", "drive/out", "--lang", "en"]].concat());
        assert_eq!(ran.code, 2, "{command:?}");
        assert!(ran.err.contains("The folder that drive/out lies in is not there"), "{}", ran.err);
        assert!(!bench.path("drive").exists());
    }
    fs::create_dir(bench.path("drive")).unwrap();
    assert_eq!(bench.run(&["consolidate", "p", "-o", "drive/out", "-q", "--as-of", "2024-04-20"]).code, 1);
}

/// Runs the program as somebody who may do less; `None` where that cannot be done here.
#[cfg(unix)]
fn as_nobody(bench: &Bench, arguments: &[&str]) -> Option<(i32, String)> {
    // The program, where everybody may run it.
    let program = bench.path("tonghop");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_tonghop"), &program).expect("a copy");
        for path in [bench.path("."), bench.path("p")] {
            Command::new("chmod").args(["a+rwx"]).arg(path).status().ok()?;
        }
    }
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n");
    let mut command = Command::new(if is_root { "setpriv" } else { "env" });
    if is_root {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    }
    let output = command.arg(&program).args(arguments).current_dir(bench.path(".")).output().ok()?;
    Some((output.status.code()?, String::from_utf8_lossy(&output.stderr).into_owned()))
}

// What may not be read is told as such: nobody is asked to save it again in Excel.
#[cfg(unix)]
#[test]
fn permissions() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Monthly { units: 3, deadline_days: 5 }.make();
    for unit in 1..=3 {
        bench.write(&format!("p/submissions/2024-03/{unit}/{unit}.csv"), report(unit, "2024-03", 7));
    }
    let mode = |name: &str, mode: u32| fs::set_permissions(bench.path(name), fs::Permissions::from_mode(mode)).unwrap();
    let run = ["consolidate", "p", "-o", "out", "-q", "--as-of", "2024-04-20", "--lang", "en"];
    let Some((code, said)) = as_nobody(&bench, &run) else {
        eprintln!("skipped: nobody else can run the program here");
        return;
    };
    assert_eq!(code, 0, "{said}");
    mode("p/submissions/2024-03/1/1.csv", 0o000);
    mode("p/submissions/2024-03/2", 0o000);
    assert_eq!(as_nobody(&bench, &run).unwrap().0, 1);
    let findings = bench.json("out/2024-03/findings.json");
    let unread: Vec<_> = findings["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "F001").collect();
    assert_eq!(unread.len(), 2, "{findings}");
    for f in unread {
        assert!(f["message"].as_str().unwrap().contains("cannot be read: permission denied"), "{f}");
        assert!(f["hint"].as_str().unwrap().contains("Give the account"), "{f}");
    }
    let stood = fs::read(bench.path("out/2024-03/facts.csv")).unwrap();
    mode("p/submissions", 0o000);
    let (code, said) = as_nobody(&bench, &run).unwrap();
    assert!(code == 2 && said.contains("p/submissions cannot be read: permission denied"), "{said}");
    assert!(fs::read(bench.path("out/2024-03/facts.csv")).unwrap() == stood);
    mode("p/submissions", 0o755);
    mode("out", 0o500);
    let (code, said) = as_nobody(&bench, &[&run[..], &["--no-cache"]].concat()).unwrap();
    assert!(code == 2 && said.contains("permission denied"), "{said}");
    mode("out", 0o755);
    mode("p/submissions/2024-03/2", 0o755);
}

// Whoever has read enough closes the pipe: the run ends as it would have ended.
#[cfg(unix)]
#[test]
fn closed_pipe() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    let program = env!("CARGO_BIN_EXE_tonghop");
    for (arguments, code) in [
        ("consolidate p -o out --format json --as-of 2024-04-20", "1"),
        ("check p --as-of 2024-04-20", "1"),
        ("completions bash", "0"),
        ("schedule p", "0"),
    ] {
        let line = format!("{{ '{program}' {arguments} 2>err.txt; echo $? >code.txt; }} | true");
        Command::new("sh").args(["-c", &line]).current_dir(bench.path(".")).status().unwrap();
        assert_eq!(text(&bench, "code.txt").trim(), code, "{arguments}: {}", text(&bench, "err.txt"));
        assert!(!text(&bench, "err.txt").to_lowercase().contains("pipe"), "{}", text(&bench, "err.txt"));
    }
}

// What a shell completes, and the pages of the manual, in both languages.
#[test]
fn completions_and_manual() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = bench.run(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains("consolidate") && ran.out.contains("as-of"), "{shell}: {}", ran.err);
        assert!(!ran.out.contains("__reader"), "{shell}");
    }
    if Command::new("bash").arg("--version").output().is_ok() {
        bench.write("c.bash", bench.run(&["completions", "bash"]).out);
        let asked = "source c.bash; COMP_WORDS=(tonghop cons); COMP_CWORD=1; _tonghop tonghop cons tonghop; echo \"${COMPREPLY[@]}\"";
        let output = Command::new("bash").args(["-c", asked]).current_dir(bench.path(".")).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "consolidate");
    }
    for (lang, word) in [("vi", "Tổng hợp các báo cáo"), ("en", "Consolidate the reports")] {
        let ran = bench.run(&["man", lang, "--lang", lang]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let page = text(&bench, &format!("{lang}/tonghop-consolidate.1"));
        assert!(page.contains(word) && page.contains(".TH"), "{page}");
        assert!(bench.path(&format!("{lang}/tonghop.1")).is_file());
        assert!(!bench.path(&format!("{lang}/tonghop-__reader.1")).exists());
    }
}

/// A folder with programs of the system that write down how they are called.
#[cfg(unix)]
fn system(bench: &Bench) {
    use std::os::unix::fs::PermissionsExt;
    let crontab = "#!/bin/sh\nif [ \"$1\" = -l ]; then [ -f cron.txt ] && cat cron.txt; else cat > cron.txt; fi\n";
    let systemctl = "#!/bin/sh\necho \"$@\" >> systemctl.txt\n";
    for (name, script) in [("crontab", crontab), ("systemctl", systemctl)] {
        bench.write(&format!("bin/{name}"), script);
        fs::set_permissions(bench.path(&format!("bin/{name}")), fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[cfg(unix)]
fn scheduled(bench: &Bench, arguments: &[&str]) -> (i32, String) {
    let path = format!("{}:{}", bench.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .args(["schedule", "dự án", "--lang", "en"])
        .args(arguments)
        .current_dir(bench.path("."))
        .env("PATH", path)
        .env("XDG_CONFIG_HOME", bench.path("config"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), said)
}

// Installed, shown, installed again, removed: of other lines of the user's nothing is touched. What cron and systemd are
// given is what runs: tried with the shell, and with systemd's own checker where there is one.
#[cfg(unix)]
#[test]
fn schedules() {
    let bench = Monthly { units: 2, deadline_days: 5 }.make();
    system(&bench);
    fs::rename(bench.path("p"), bench.path("dự án")).unwrap();
    bench.write("dự án/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    bench.write("cron.txt", "0 1 * * * backup\n");
    // What cannot be read is not taken for empty, and what is no Unicode stays as it is.
    let broken = "#!/bin/sh\n[ \"$1\" = -l ] && { echo 'cannot open spool' >&2; exit 1; }\ncat > cron.txt\n";
    let good = text(&bench, "bin/crontab");
    fs::write(bench.path("bin/crontab"), broken).unwrap();
    for action in ["--install", "--remove"] {
        let (code, said) = scheduled(&bench, &["--with", "cron", action]);
        assert!(code == 2 && said.contains("cannot open spool"), "{said}");
    }
    assert_eq!(text(&bench, "cron.txt"), "0 1 * * * backup\n");
    fs::write(bench.path("bin/crontab"), good).unwrap();
    fs::write(bench.path("cron.txt"), b"0 1 * * * /caf\xe9\n\n# mine\n").unwrap();
    for action in ["--install", "--status", "--remove"] {
        assert_eq!(scheduled(&bench, &["--with", "cron", action]).0, 0);
    }
    assert_eq!(fs::read(bench.path("cron.txt")).unwrap(), b"0 1 * * * /caf\xe9\n\n# mine\n");
    assert_eq!(scheduled(&bench, &["--with", "cron", "--remove"]).0, 0);
    bench.write("cron.txt", "0 1 * * * backup\n");
    let cron = |more: &[&str]| scheduled(&bench, &[&["--with", "cron"], more].concat());
    assert_eq!(cron(&["--status"]).0, 1);
    for at in ["02:00", "22h30"] {
        assert_eq!(cron(&["--install", "--at", at, "--alert", "touch alert.txt"]).0, 0);
    }
    let lines = text(&bench, "cron.txt");
    assert_eq!(lines.lines().count(), 2, "{lines}");
    assert!(lines.starts_with("0 1 * * * backup\n30 22 * * * "), "{lines}");
    let (code, said) = cron(&["--status"]);
    assert!(code == 0 && said.contains("30 22 * * *"), "{said}");
    // Done, with errors found: no alert. Could not run: an alert.
    let command = lines.lines().nth(1).unwrap().splitn(6, ' ').nth(5).unwrap().replace("\\%", "%");
    let shell = |command: &str| Command::new("sh").args(["-c", command]).current_dir(bench.path(".")).status().unwrap();
    shell(&command);
    assert!(bench.path("dự án/ket-qua/2024-03/run.json").is_file() && !bench.path("alert.txt").exists());
    assert!(text(&bench, "dự án/tonghop.log").contains("exit=1"));
    fs::rename(bench.path("dự án/units.csv"), bench.path("dự án/units")).unwrap();
    shell(&command);
    assert!(bench.path("alert.txt").exists());
    assert!(text(&bench, "dự án/tonghop.log").contains("exit=2"));
    assert_eq!(cron(&["--remove"]).0, 0);
    assert_eq!(text(&bench, "cron.txt"), "0 1 * * * backup\n");

    let systemd = |more: &[&str]| scheduled(&bench, &[&["--with", "systemd"], more].concat());
    assert_eq!(systemd(&["--status"]).0, 1);
    let (code, said) = systemd(&["--install", "--at", "3:05"]);
    assert_eq!(code, 0, "{said}");
    let units = bench.path("config/systemd/user");
    let mut names: Vec<String> =
        fs::read_dir(&units).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(text(&bench, "systemctl.txt").contains("--user enable --now tonghop-du-an-"));
    let timer = names.iter().find(|n| n.ends_with(".timer")).unwrap();
    assert!(text(&bench, &format!("config/systemd/user/{timer}")).contains("OnCalendar=*-*-* 03:05:00"));
    match Command::new("systemd-analyze")
        .args(["verify", "--user", "--man=no"])
        .arg(units.join(timer))
        .env("XDG_RUNTIME_DIR", bench.path("."))
        .output()
    {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && !said.contains("tonghop-"), "{said}");
        }
        Err(_) => eprintln!("skipped: no systemd-analyze"),
    }
    assert_eq!(systemd(&["--remove"]).0, 0);
    assert_eq!(fs::read_dir(&units).unwrap().count(), 0);
    // What is wrong is said.
    assert!(systemd(&["--at", "25:00"]).1.contains("is not a time of day"));
    assert_eq!(bench.run(&["schedule", "nowhere"]).code, 2);
}

/// The block of a page in which a line stands.
fn block(page: &str, line: &str) -> String {
    let page = fs::read_to_string(repository().join(page)).expect(page).replace("\r\n", "\n");
    let all: Vec<&str> = page.split("```").collect();
    let found =
        all.iter().skip(1).step_by(2).find(|b| b.contains(line)).unwrap_or_else(|| panic!("no block with {line}"));
    found.split_once('\n').map_or("", |(_, text)| text).to_owned()
}

// The recipes of the README are what the program prints.
#[test]
fn recipes() {
    let bench = Bench::new();
    let linux = ["schedule", "/srv/bao-cao", "--at", "22:00", "--program", "/usr/local/bin/tonghop", "--lang", "en"];
    let linux = &linux[..linux.len() - 2];
    for (with, line) in [("cron", "0 22 * * *"), ("systemd", "OnFailure=")] {
        let ran = bench.run(&[linux, &["--with", with]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(block("README.md", line).trim(), ran.out.trim());
    }
    let windows =
        ["schedule", r"D:\BaoCao", "--at", "22:00", "--program", r"C:\tonghop\tonghop.exe", "--with", "windows"];
    let ran = bench.run(&windows);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(block("README.md", "<Task version").trim(), ran.out.trim());
    assert!(ran.out.contains(r"<Arguments>consolidate D:\BaoCao --output D:\BaoCao\ket-qua --quiet --log D:\BaoCao\tonghop.log</Arguments>"), "{}", ran.out);
    let unc = bench.run(&["schedule", r"\\máy chủ\chung\báo cáo", "--program", r"C:\t.exe", "--with", "windows"]);
    assert!(
        unc.out.contains(
            r#"consolidate &quot;\\máy chủ\chung\báo cáo&quot; --output &quot;\\máy chủ\chung\báo cáo\ket-qua&quot;"#
        ),
        "{}",
        unc.out
    );
}
