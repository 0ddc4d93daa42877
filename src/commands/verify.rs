//! `verify`: an output folder held against its own account and its inputs.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::{Bar, CommandError, Exit, request, stdout};
use crate::cli::{self, OutputFormat};
use crate::locale::{Lang, say};
use crate::output::report::Fate;
use crate::output::{OutputError, place, report_name};
use crate::project::{PROJECT_FILE, Project};
use crate::run::{RunError, finish, gather};
use crate::submission::ledger::day_of;
use crate::verify::{self, Account, Check};

/// More differences than this nobody reads.
const MOST: usize = 20;

/// Checks a period's outputs, or those of every period in a folder.
pub fn run(args: &cli::Verify, lang: Lang) -> Result<Exit, CommandError> {
    let folders: Vec<PathBuf> = match args.folder.join("run.json").is_file() {
        true => vec![args.folder.clone()],
        false => place::periods(&args.folder).into_iter().map(|p| args.folder.join(p.to_string())).collect(),
    };
    if folders.is_empty() {
        return Err(CommandError::NoFile(args.folder.join("run.json")));
    }
    let mut all = Vec::new();
    for folder in folders {
        let account = verify::account(&folder).map_err(|e| CommandError::Verify(e.to_string()))?;
        let checks = checks(&account, args, lang)?;
        all.push((folder, checks));
    }
    let differs = all.iter().flat_map(|(_, c)| c).any(|c| !c.differ.is_empty());
    let mut out = stdout();
    match args.common.format {
        OutputFormat::Json => {
            let told: Vec<_> = all
                .iter()
                .map(|(f, checks)| serde_json::json!({ "folder": f.display().to_string(), "agrees": checks.iter().all(|c| c.differ.is_empty()), "checks": checks }))
                .collect();
            let text = serde_json::to_string_pretty(&told).map_err(OutputError::from)?;
            writeln!(out, "{text}")?;
        }
        OutputFormat::Text => {
            for (folder, checks) in &all {
                tell(&mut out, folder, checks, lang)?;
            }
        }
    }
    Ok(Exit::of(differs))
}

fn checks(account: &Account, args: &cli::Verify, lang: Lang) -> Result<Vec<Check>, CommandError> {
    let project = args.project.clone().unwrap_or_else(|| account.folder.join(&account.project));
    let has_project = project.join(PROJECT_FILE).is_file();
    let mut out = vec![verify::outputs(account)];
    let inputs = if has_project { verify::inputs(account, &project) } else { Check::skipped("inputs", "no-project") };
    let report = account.folder.join(report_name(account.period));
    let mut redone = Vec::new();
    if has_project {
        let offset = Project::of_folder(&project).map_err(RunError::from)?.utc_offset_hours;
        // The outputs name the last day on which a judgement changed: what came after it was there all the same.
        let received = account.received_until.filter(|t| *t > 0).map(|t| day_of(t, offset));
        let as_of = account.as_of.max(received).map(|d| d.to_string());
        let when = cli::When { period: Some(account.period.to_string()), as_of };
        let request = request(&project, &when, &args.reading, None)?;
        let bar = Bar::new(args.common.quiet, lang);
        // The program ends with this command: what it holds goes with it, not piece by piece.
        let gathered = ManuallyDrop::new(gather(&request, &|p| bar.see(p))?);
        let mut project_check = Check::of("project");
        project_check.note(gathered.project.hash == account.project_hash, || PROJECT_FILE.to_owned());
        let done = ManuallyDrop::new(finish(&gathered, &request)?);
        redone.push(project_check);
        redone.push(verify::recomputed(account, &done));
        redone.push(match report.is_file() {
            true => {
                let mut check = Check::of("report");
                match super::written::checked(&done, &report, lang) {
                    Ok(filled) => {
                        for control in &filled.controls {
                            let line = || {
                                format!("{} – {}: “{}” ≠ “{}”", control.place, control.tag, control.before, control.now)
                            };
                            check.note(control.fate == Fate::Same, line);
                        }
                    }
                    Err(e) => check.differ.push(e.message(lang)),
                }
                check
            }
            false => Check::skipped("report", "no-report"),
        });
    } else {
        redone.push(Check::skipped("recomputed", "no-project"));
        redone.push(Check::skipped("report", if report.is_file() { "no-project" } else { "no-report" }));
    }
    out.push(inputs);
    out.push(verify::sums(account));
    out.extend(verify::workbook(account));
    out.extend(redone);
    Ok(out)
}

fn tell(out: &mut dyn Write, folder: &Path, checks: &[Check], lang: Lang) -> Result<(), CommandError> {
    writeln!(out, "{}", say!(lang, "verify-folder", path = folder.display().to_string()))?;
    for check in checks {
        let what = lang.text(&format!("verify-{}", check.what));
        let line = match check.skipped {
            "" => say!(lang, "verify-line", what = what, agree = check.agree, differ = check.differ.len()),
            why => say!(lang, "verify-skipped", what = what, why = lang.text(&format!("verify-{why}"))),
        };
        writeln!(out, "  {line}")?;
        for differs in check.differ.iter().take(MOST) {
            writeln!(out, "    {}", super::tame(differs))?;
        }
        if check.differ.len() > MOST {
            writeln!(out, "    {}", say!(lang, "more-places", count = check.differ.len() - MOST))?;
        }
    }
    let agrees = checks.iter().all(|c| c.differ.is_empty());
    writeln!(out, "{}", lang.text(if agrees { "verify-agrees" } else { "verify-differs" }))?;
    Ok(())
}
