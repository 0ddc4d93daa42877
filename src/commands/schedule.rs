/*!
`schedule`: the nightly run, by what the system has for it: a line of `crontab`, a timer of the user's systemd, a task of
the Windows task scheduler.

What is printed and what is installed are one text. A run that ends with findings (exit code 1) is a run that was done; only
one that could not be done (2) is a failure to systemd, and calls the command of `--alert`.
*/

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{CommandError, Exit, print_json, stdout};
use crate::cli::{Log, OutputFormat, Schedule, Scheduler};
use crate::intake::walk::LOG;
use crate::locale::Lang;
use crate::output::OutputError;
use crate::output::place::put;
use crate::project::hex;
use crate::run::RunError;
use crate::text::{bare, key};

/// The folder of results in a project that is run by itself.
const RESULTS: &str = "ket-qua";

/// What is to run, and when.
struct Plan {
    /// What it is called by whatever runs it.
    name: String,
    program: String,
    folder: String,
    arguments: Vec<String>,
    hour: i8,
    minute: i8,
    alert: Option<String>,
}

/// A file, or what stands in one, that makes a system run it.
#[derive(Serialize)]
struct Recipe {
    scheduler: &'static str,
    /// Where it belongs, or the command that takes it.
    place: String,
    text: String,
}

/// Prints what makes the system run it every night, or installs, removes or shows it.
pub fn run(args: &Schedule, log: &Log, asked: Option<Lang>, lang: Lang) -> Result<Exit, CommandError> {
    let plan = Plan::of(args, log, asked)?;
    let scheduler = args.with.unwrap_or_else(usual);
    if args.install || args.remove || args.status {
        let (done, there) = match (args.install, args.remove) {
            (true, _) => (plan.install(scheduler)?, true),
            (_, true) => (plan.remove(scheduler)?, true),
            _ => plan.status(scheduler)?,
        };
        let key = match (args.install, args.remove, there) {
            (true, ..) => "schedule-installed",
            (_, true, _) => "schedule-removed",
            (.., true) => "schedule-there",
            (.., false) => "schedule-absent",
        };
        let mut out = stdout();
        let words = lang.say(key, [("name", plan.name.as_str().into()), ("with", word(scheduler).into())]);
        match args.common.format {
            OutputFormat::Json => {
                let told = serde_json::json!({"name": plan.name, "with": word(scheduler), "there": there && !args.remove, "said": done});
                print_json(&mut out, &told)?;
            }
            OutputFormat::Text => {
                writeln!(out, "{words}")?;
                write!(out, "{done}")?;
            }
        }
        return Ok(Exit::of(!there));
    }
    let all = match args.with {
        Some(one) => vec![one],
        None if cfg!(windows) => vec![Scheduler::Windows],
        None => vec![Scheduler::Cron, Scheduler::Systemd],
    };
    let recipes: Vec<Recipe> = all.into_iter().flat_map(|s| plan.recipes(s)).collect();
    let mut out = stdout();
    if args.common.format == OutputFormat::Json {
        print_json(&mut out, &recipes)?;
        return Ok(Exit::Clean);
    }
    for recipe in &recipes {
        // A task says it within: nothing may stand before its first line.
        if !recipe.text.starts_with("<?xml") {
            writeln!(out, "# {}", recipe.place)?;
        }
        writeln!(out, "{}", recipe.text)?;
    }
    Ok(Exit::Clean)
}

fn word(scheduler: Scheduler) -> &'static str {
    match scheduler {
        Scheduler::Cron => "cron",
        Scheduler::Systemd => "systemd",
        Scheduler::Windows => "Windows Task Scheduler",
    }
}

/// What this system has: of the user's systemd only where one runs.
fn usual() -> Scheduler {
    let asks = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        let status = command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|s| s.success())
    };
    match () {
        () if cfg!(windows) => Scheduler::Windows,
        () if asks("systemctl", &["--user", "show-environment"]) => Scheduler::Systemd,
        () => Scheduler::Cron,
    }
}

impl Plan {
    fn of(args: &Schedule, log: &Log, asked: Option<Lang>) -> Result<Plan, CommandError> {
        let (hour, minute) = time(&args.at).ok_or_else(|| CommandError::At(args.at.clone()))?;
        // For another machine there is nothing to look at here.
        let elsewhere = args.program.is_some() && !(args.install || args.remove || args.status);
        if !elsewhere && !args.remove && !args.status && !args.folder.is_dir() {
            return Err(RunError::NoFolder(args.folder.clone()).into());
        }
        let text = |p: &Path| p.to_string_lossy().into_owned();
        let whole = |p: &Path| match elsewhere {
            true => text(p),
            false => std::path::absolute(p).map_or_else(|_| text(p), |p| text(&super::consolidate::normal(&p))),
        };
        let folder = whole(&args.folder);
        let mark = if folder.contains('\\') { '\\' } else { std::path::MAIN_SEPARATOR };
        let below = |name: &str| format!("{}{mark}{name}", folder.trim_end_matches(['/', '\\']));
        let output = args.output.as_deref().map_or_else(|| below(RESULTS), whole);
        let file = log.file.as_deref().map_or_else(|| below(LOG), whole);
        let mut arguments = vec!["consolidate".to_owned(), folder.clone(), "--output".to_owned(), output];
        arguments.extend(["--quiet".to_owned(), "--log".to_owned(), file]);
        let usual = Log::default();
        if log.format != usual.format {
            arguments.extend(["--log-format".to_owned(), "json".to_owned()]);
        }
        for (option, given, usual) in
            [("--log-size", log.size, usual.size), ("--log-keep", log.keep as u64, usual.keep as u64)]
        {
            if given != usual {
                arguments.extend([option.to_owned(), given.to_string()]);
            }
        }
        // Of the project's language, unless another one is asked for here.
        if let Some(lang) = asked {
            arguments.extend(["--lang".to_owned(), lang.code().to_owned()]);
        }
        let program = match &args.program {
            Some(program) => text(program),
            None => text(&std::env::current_exe()?),
        };
        let base = folder.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
        let slug: String = bare(&key(base)).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        // Folders of one name are told apart by where they lie.
        let digest = hex(&Sha256::digest(folder.as_bytes())[..2]);
        let parts = ["tonghop"].into_iter().chain(slug.split('-')).chain([digest.as_str()]);
        let name = parts.filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
        // What stands in a line of somebody else's file must be a line, and the path that it says.
        let words = arguments.iter().chain([&program, &folder]).chain(&args.alert);
        if let Some(odd) = words.into_iter().find(|w| w.contains(|c: char| c.is_control() || c == '\u{FFFD}')) {
            return Err(CommandError::Unschedulable(odd.clone()));
        }
        Ok(Plan { name, program, folder, arguments, hour, minute, alert: args.alert.clone() })
    }

    fn recipes(&self, scheduler: Scheduler) -> Vec<Recipe> {
        let recipe = |scheduler, place: String, text: String| Recipe { scheduler, place, text };
        match scheduler {
            Scheduler::Cron => vec![recipe("cron", "crontab -e".to_owned(), self.cron() + "\n")],
            Scheduler::Systemd => {
                let unit =
                    |(name, text): (String, String)| recipe("systemd", format!("~/.config/systemd/user/{name}"), text);
                self.units().into_iter().map(unit).collect()
            }
            Scheduler::Windows => {
                let command = format!("schtasks /Create /TN \"{0}\" /XML \"{0}.xml\" /F", self.name);
                // As a file that is saved as it is printed.
                let task = self.task("UTF-8").replacen('\n', &format!("\n<!-- {command} -->\n"), 1);
                vec![recipe("windows", command, task)]
            }
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.program.as_str()).chain(self.arguments.iter().map(String::as_str))
    }

    /// The line of `crontab`, with the name by which it is found again.
    fn cron(&self) -> String {
        let mut command = self.words().map(for_shell).collect::<Vec<_>>().join(" ");
        if let Some(alert) = &self.alert {
            command = format!("{command} || [ $? -eq 1 ] || {{ {alert}; }}");
        }
        // To cron a percent sign is the end of the line.
        let command = command.replace('%', "\\%");
        format!("{} {} * * * {command} # {}", self.minute, self.hour, self.name)
    }

    /// The units of systemd: what is run, when, and what is done where it fails.
    fn units(&self) -> Vec<(String, String)> {
        let command = self.words().map(for_unit).collect::<Vec<_>>().join(" ");
        let (name, folder) = (&self.name, self.folder.replace('%', "%%"));
        let told =
            format!("logger --priority user.err --tag tonghop 'could not run: {}'", self.folder.replace('\'', ""));
        let alert = for_unit(self.alert.as_deref().unwrap_or(&told));
        let (hour, minute) = (self.hour, self.minute);
        vec![
            (
                format!("{name}.service"),
                format!(
                    "[Unit]\nDescription=tonghop {folder}\nOnFailure={name}-alert.service\n\n[Service]\nType=oneshot\n\
                     WorkingDirectory={folder}\nExecStart={command}\n# 1: done, with errors found; only 2 is a failure.\n\
                     SuccessExitStatus=1\n"
                ),
            ),
            (
                format!("{name}.timer"),
                format!(
                    "[Unit]\nDescription=tonghop {folder}, every night\n\n[Timer]\n\
                     OnCalendar=*-*-* {hour:02}:{minute:02}:00\n# A night when the machine was off is made up for.\n\
                     Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
                ),
            ),
            (
                format!("{name}-alert.service"),
                format!(
                    "[Unit]\nDescription=tonghop {folder} could not run\n\n[Service]\nType=oneshot\n\
                     ExecStart=/bin/sh -c {alert}\n"
                ),
            ),
        ]
    }

    /// The task of the Windows task scheduler.
    fn task(&self, encoding: &str) -> String {
        let mut arguments = self.arguments.iter().map(|a| for_windows(a)).collect::<Vec<_>>().join(" ");
        let mut program = self.program.clone();
        if let Some(alert) = &self.alert {
            arguments = format!("/d /s /c \"{} {arguments} || if errorlevel 2 {alert}\"", for_windows(&program));
            program = "cmd.exe".to_owned();
        }
        let (name, program, arguments, folder) =
            (for_xml(&self.name), for_xml(&program), for_xml(&arguments), for_xml(&self.folder));
        let (hour, minute) = (self.hour, self.minute);
        format!(
            r#"<?xml version="1.0" encoding="{encoding}"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{name}: {folder}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2020-01-01T{hour:02}:{minute:02}:00</StartBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT2H</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"#
        )
    }

    fn install(&self, scheduler: Scheduler) -> Result<String, CommandError> {
        match scheduler {
            Scheduler::Cron => {
                let (mut lines, _) = self.other_lines()?;
                lines.push(self.cron().into_bytes());
                set_crontab(&lines)
            }
            Scheduler::Systemd => {
                let folder = units_folder()?;
                // Where there is no systemd of the user nothing is left that would never run.
                said("systemctl", &["--user", "show-environment"], None)?;
                fs::create_dir_all(&folder).map_err(OutputError::io(&folder))?;
                for (name, text) in self.units() {
                    put(&folder, &name, text.as_bytes())?;
                }
                let timer = format!("{}.timer", self.name);
                said("systemctl", &["--user", "daemon-reload"], None)?;
                said("systemctl", &["--user", "enable", "--now", &timer], None)
            }
            Scheduler::Windows => {
                let file = std::env::temp_dir().join(format!("{}-{}.xml", self.name, std::process::id()));
                let utf16: Vec<u8> = std::iter::once(0xFEFF)
                    .chain(self.task("UTF-16").encode_utf16())
                    .flat_map(u16::to_le_bytes)
                    .collect();
                fs::write(&file, utf16).map_err(OutputError::io(&file))?;
                let path = file.to_string_lossy();
                let made = said("schtasks", &["/Create", "/TN", &self.name, "/XML", &path, "/F"], None);
                let _ = fs::remove_file(&file);
                made
            }
        }
    }

    fn remove(&self, scheduler: Scheduler) -> Result<String, CommandError> {
        match scheduler {
            Scheduler::Cron => match self.other_lines()? {
                (lines, true) => set_crontab(&lines),
                // Nothing of ours is there, and nothing is touched.
                (_, false) => Ok(String::new()),
            },
            Scheduler::Systemd => {
                let timer = format!("{}.timer", self.name);
                let told = said("systemctl", &["--user", "disable", "--now", &timer], None);
                let folder = units_folder()?;
                for (name, _) in self.units() {
                    let path = folder.join(name);
                    if path.exists() {
                        fs::remove_file(&path).map_err(OutputError::io(&path))?;
                    }
                }
                let _ = said("systemctl", &["--user", "daemon-reload"], None);
                told
            }
            Scheduler::Windows => said("schtasks", &["/Delete", "/TN", &self.name, "/F"], None),
        }
    }

    /// What there is of it, and whether there is anything.
    fn status(&self, scheduler: Scheduler) -> Result<(String, bool), CommandError> {
        match scheduler {
            Scheduler::Cron => {
                let line = crontab()?.into_iter().find(|l| self.is_line(l));
                Ok(line.map_or((String::new(), false), |l| (String::from_utf8_lossy(&l).into_owned() + "\n", true)))
            }
            Scheduler::Systemd => {
                let timer = format!("{}.timer", self.name);
                let there = units_folder()?.join(&timer).is_file();
                let told = if there {
                    said("systemctl", &["--user", "list-timers", "--all", &timer], None).unwrap_or_default()
                } else {
                    String::new()
                };
                Ok((told, there))
            }
            Scheduler::Windows => {
                let told = said("schtasks", &["/Query", "/TN", &self.name, "/V", "/FO", "LIST"], None);
                let told = told.unwrap_or_default();
                let there = !told.trim().is_empty();
                Ok((told, there))
            }
        }
    }

    fn is_line(&self, line: &[u8]) -> bool {
        let line = line.trim_ascii();
        line.ends_with(format!("# {}", self.name).as_bytes()) && !line.starts_with(b"#")
    }

    /// The lines of `crontab` but for ours, and whether there was any of ours.
    fn other_lines(&self) -> Result<(Vec<Vec<u8>>, bool), CommandError> {
        let all = crontab()?;
        let others: Vec<Vec<u8>> = all.iter().filter(|l| !self.is_line(l)).cloned().collect();
        let had_ours = others.len() < all.len();
        Ok((others, had_ours))
    }
}

/// `2:00`, `02:00` or `2h00` as hour and minute.
fn time(text: &str) -> Option<(i8, i8)> {
    let (hour, minute) = text.trim().split_once([':', 'h', 'H'])?;
    let number =
        |t: &str| if t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit()) { t.parse::<i8>().ok() } else { None };
    let (hour, minute) = (number(hour)?, if minute.is_empty() { 0 } else { number(minute)? });
    (hour < 24 && minute < 60).then_some((hour, minute))
}

/// A word for the shell.
fn for_shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+=:,@%".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// A word for a unit of systemd, which fills in what stands behind `%` and `$`.
fn for_unit(word: &str) -> String {
    let word = word.replace('\\', "\\\\").replace('%', "%%").replace('$', "$$");
    let plain = |c: char| c.is_alphanumeric() || "/._-+=:,@%$".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word,
        false => format!("\"{}\"", word.replace('"', "\\\"")),
    }
}

/// A word for a Windows command line.
fn for_windows(word: &str) -> String {
    match !word.is_empty() && !word.contains([' ', '\t', '&', '(', ')', '^', ';', ',', '=']) {
        true => word.to_owned(),
        // A backslash before the closing quote would quote that.
        false => format!("\"{word}{}\"", if word.ends_with('\\') { "\\" } else { "" }),
    }
}

fn for_xml(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

/// Where the user's units are.
fn units_folder() -> Result<PathBuf, CommandError> {
    let named = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let config = named("XDG_CONFIG_HOME").or_else(|| named("HOME").map(|h| h.join(".config")));
    let config =
        config.ok_or_else(|| CommandError::System { program: "systemctl".to_owned(), reason: "HOME".to_owned() })?;
    Ok(config.join("systemd/user"))
}

/// The lines of the user's `crontab`, whatever their bytes. Only where the system says that there is none there are none:
/// any other failure must not become an empty one.
fn crontab() -> Result<Vec<Vec<u8>>, CommandError> {
    let failed = |reason: String| CommandError::System { program: "crontab".to_owned(), reason };
    let output = Command::new("crontab").arg("-l").env("LC_ALL", "C").stdin(Stdio::null()).output();
    let output = output.map_err(|e| failed(e.to_string()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return if said.contains("no crontab") { Ok(Vec::new()) } else { Err(failed(said.trim().to_owned())) };
    }
    let text = output.stdout.strip_suffix(b"\n").unwrap_or(&output.stdout);
    Ok(if text.is_empty() { Vec::new() } else { text.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect() })
}

fn set_crontab(lines: &[Vec<u8>]) -> Result<String, CommandError> {
    let text: Vec<u8> = lines.iter().flat_map(|l| l.iter().copied().chain([b'\n'])).collect();
    said("crontab", &["-"], Some(&text))
}

/// Runs a program of the system; what it says, or why it failed.
fn said(program: &str, arguments: &[&str], input: Option<&[u8]>) -> Result<String, CommandError> {
    let failed = |reason: String| CommandError::System { program: program.to_owned(), reason };
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| failed(e.to_string()))?;
    if let (Some(mut pipe), Some(text)) = (child.stdin.take(), input) {
        pipe.write_all(text).map_err(|e| failed(e.to_string()))?;
    }
    let output = child.wait_with_output().map_err(|e| failed(e.to_string()))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(folder: &str, alert: Option<&str>) -> Plan {
        Plan {
            name: "tonghop-x-0000".to_owned(),
            program: "/opt/ton ghop".to_owned(),
            folder: folder.to_owned(),
            arguments: vec!["consolidate".to_owned(), folder.to_owned()],
            hour: 2,
            minute: 5,
            alert: alert.map(str::to_owned),
        }
    }

    #[test]
    fn times() {
        assert_eq!(time("02:05"), Some((2, 5)));
        assert_eq!(time(" 22h30 "), Some((22, 30)));
        assert_eq!(time("7h"), Some((7, 0)));
        for wrong in ["24:00", "2", "02:60", "-1:00", "2:5:0", "a:b", ""] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }

    // Each means quotes in its own way: blanks, quotes, percent signs, dollars.
    #[test]
    fn quotes() {
        let odd = plan("/srv/báo cáo 100% o'k $HOME", Some("mail -s 'hỏng' a@b"));
        assert_eq!(
            odd.cron(),
            "5 2 * * * '/opt/ton ghop' consolidate '/srv/báo cáo 100\\% o'\\''k $HOME' || [ $? -eq 1 ] || { mail -s 'hỏng' a@b; } # tonghop-x-0000"
        );
        let units = odd.units();
        assert!(
            units[0].1.contains("ExecStart=\"/opt/ton ghop\" consolidate \"/srv/báo cáo 100%% o'k $$HOME\"\n"),
            "{}",
            units[0].1
        );
        assert!(
            units[0].1.contains("SuccessExitStatus=1") && units[0].1.contains("OnFailure=tonghop-x-0000-alert.service")
        );
        assert!(units[2].1.contains("ExecStart=/bin/sh -c \"mail -s 'hỏng' a@b\"\n"), "{}", units[2].1);
        let windows = plan(r"\\máy chủ\báo cáo & số\", Some("msg * hỏng"));
        let task = windows.task("UTF-16");
        assert!(task.contains("<Command>cmd.exe</Command>"), "{task}");
        let arguments = r#"/d /s /c &quot;&quot;/opt/ton ghop&quot; consolidate &quot;\\máy chủ\báo cáo &amp; số\\&quot; || if errorlevel 2 msg * hỏng&quot;"#;
        assert!(task.contains(arguments), "{task}");
    }
}
