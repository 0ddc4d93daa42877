//! `init`: a new project folder, empty with comments, the sample's, or drafted from filled files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{CommandError, Exit, reading, stdout};
use crate::cli::Init;
use crate::intake::walk::look;
use crate::locale::{Lang, say};
use crate::output::OutputError;
use crate::project::period::{Frequency, Period};
use crate::project::report::TEMPLATE;
use crate::project::{Files, PROJECT_FILE, Project, SAMPLE_TEMPLATE};
use crate::readers;
use crate::recognise::draft::{Draft, quote};
use crate::run::RunError;

/// What an editor needs to complete and to check the files of a project, and the line that says where it stands.
const SCHEMAS: [(&str, &str, &str); 2] = [
    (
        ".schema/tonghop.schema.json",
        "#:schema .schema/tonghop.schema.json\n",
        include_str!("../../docs/schema/tonghop.schema.json"),
    ),
    (
        ".schema/form.schema.json",
        "#:schema ../.schema/form.schema.json\n",
        include_str!("../../docs/schema/form.schema.json"),
    ),
];

/// Adds the schemas to new files, and to each the line that names its own.
fn with_schemas(texts: Texts) -> Texts {
    let named = |name: &str, text: String| match name {
        PROJECT_FILE => SCHEMAS[0].1.to_owned() + &text,
        form if form.starts_with("forms/") => SCHEMAS[1].1.to_owned() + &text,
        _ => text,
    };
    let mut out: Texts = texts
        .into_iter()
        .map(|(name, text)| {
            let text = named(&name, text);
            (name, text)
        })
        .collect();
    out.extend(SCHEMAS.map(|(name, _, schema)| (name.to_owned(), schema.to_owned())));
    out
}

/// Files of a project that is about to be written, by their path in it.
type Texts = BTreeMap<String, String>;

/// Makes a project folder; nothing that is there already is written over.
pub fn run(args: &Init, lang: Lang) -> Result<Exit, CommandError> {
    let folder = &args.folder;
    if folder.join(PROJECT_FILE).exists() {
        return Err(CommandError::Exists(folder.join(PROJECT_FILE)));
    }
    let (texts, submissions) = if args.sample {
        (Files::embedded().0.into_iter().collect(), Vec::new())
    } else if args.from.is_empty() {
        (empty(folder, lang), Vec::new())
    } else {
        drafted(args, lang)?
    };
    let texts = with_schemas(texts);
    // Nothing is written before it is known to be in order.
    let files = Files(texts.iter().map(|(n, t)| (n.clone(), t.clone())).collect());
    Project::from_files(files, false).map_err(RunError::from)?;
    let template = args.sample.then(|| TEMPLATE.to_owned());
    let names = texts.keys().chain(submissions.iter().map(|(_, name)| name)).chain(&template);
    let targets = names.map(|name| folder.join(name));
    for target in targets {
        if target.exists() {
            return Err(CommandError::Exists(target));
        }
    }
    if folder.join("forms").read_dir().is_ok_and(|mut d| d.next().is_some()) {
        return Err(CommandError::Exists(folder.join("forms")));
    }
    for (name, text) in &texts {
        write(&folder.join(name), text.as_bytes())?;
    }
    if let Some(template) = &template {
        write(&folder.join(template), SAMPLE_TEMPLATE)?;
    }
    let (mut out, mut copied) = (stdout(), 0);
    for (from, name) in &submissions {
        let bytes = fs::read(from).map_err(|source| OutputError::Io { path: from.clone(), source })?;
        write(&folder.join(name), &bytes)?;
        copied += 1;
    }
    let submissions = folder.join("submissions");
    fs::create_dir_all(&submissions).map_err(|source| OutputError::Io { path: submissions, source })?;
    let forms = texts.keys().filter(|n| n.starts_with("forms/")).count();
    let path = folder.display().to_string();
    writeln!(out, "{}", say!(lang, "init-done", folder = path, forms = forms, files = copied))?;
    Ok(Exit::Clean)
}

/// Writes a file that is not there yet, with the folders above it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let io = |source| OutputError::Io { path: path.to_owned(), source };
    if let Some(above) = path.parent() {
        fs::create_dir_all(above).map_err(io)?;
    }
    let mut file = match fs::File::create_new(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => return Err(CommandError::Exists(path.to_owned())),
        Err(e) => return Err(io(e).into()),
    };
    file.write_all(bytes).map_err(io)?;
    Ok(())
}

fn project_text(folder: &Path, lang: Lang) -> String {
    let name = folder.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    lang.new_project().replace("{title}", &quote(if name.is_empty() { "tonghop" } else { &name }))
}

fn empty(folder: &Path, lang: Lang) -> Texts {
    let units = [lang.text("init-unit-a"), lang.text("init-unit-b")];
    Texts::from([
        (PROJECT_FILE.to_owned(), project_text(folder, lang)),
        ("units.csv".to_owned(), register(&units, lang)),
        ("forms/bieu-mau.toml".to_owned(), lang.new_form().to_owned()),
    ])
}

/// A register of some units under one office.
fn register(units: &[String], lang: Lang) -> String {
    let field = |t: &str| format!("\"{}\"", t.replace('"', "\"\""));
    let mut out = format!(
        "\u{feff}code,name,kind,designation,parent,aliases,valid_from,valid_to\n00,{},tong-hop,,,,,\n",
        field(&lang.text("init-office"))
    );
    for (n, name) in units.iter().enumerate() {
        let _ = writeln!(out, "{:02},{},don-vi,,00,,,", n + 1, field(name));
    }
    out
}

/// Forms, units and periods as some filled files show them; the files become the first submissions.
fn drafted(args: &Init, lang: Lang) -> Result<(Texts, Vec<(PathBuf, String)>), CommandError> {
    let project = Project::from_files(Files::embedded(), true).map_err(RunError::from)?;
    let mut texts = Texts::from([(PROJECT_FILE.to_owned(), project_text(&args.folder, lang))]);
    let mut units: Vec<String> = Vec::new();
    let mut forms: Vec<Draft> = Vec::new();
    let mut vietnamese = false;
    let mut submissions = Vec::new();
    for path in &args.from {
        let meta = fs::metadata(path).ok().filter(fs::Metadata::is_file);
        let meta = meta.ok_or_else(|| CommandError::NoFile(path.clone()))?;
        let file = look(Path::new("."), path, false, Some(meta.clone()));
        let seen = readers::view(&project, &file, &reading(&args.reading), true).map_err(RunError::from)?;
        let drafts = seen.map(|v| v.drafts).unwrap_or_default();
        if drafts.is_empty() {
            return Err(CommandError::NoTable(path.clone()));
        }
        let stem = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        let unit = drafts.iter().find_map(|d| d.unit.clone()).unwrap_or(stem);
        // Where nothing says for when, it is the period in which the file was written: a folder to be named anew.
        let written = meta.modified().ok().and_then(|t| jiff::Timestamp::try_from(t).ok());
        let day = written.map(|t| t.to_zoned(jiff::tz::TimeZone::UTC).date());
        let guessed = || day.and_then(|d| Period::around(d, Frequency::Quarter)).map(|p| p.to_string());
        let period = drafts.iter().find_map(|d| d.period.clone()).or_else(guessed);
        let period = period.unwrap_or_else(|| lang.text("init-period"));
        vietnamese |= drafts.iter().any(|d| crate::text::is_vietnamese(&d.title));
        if !units.iter().any(|u| crate::text::key(u) == crate::text::key(&unit)) {
            units.push(unit);
        }
        for draft in drafts {
            // The same form from another unit widens it; another one of the same name is one more.
            if !forms.iter_mut().any(|f| f.takes(&draft)) {
                forms.push(draft);
            }
        }
        let base = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let to = free_path(&submissions, &format!("submissions/{period}"), &base);
        submissions.push((path.clone(), to));
    }
    // Vietnamese workbooks write 1.234,5, whatever language the program speaks.
    if vietnamese && lang != Lang::Vi {
        let text = texts.entry(PROJECT_FILE.to_owned()).or_default();
        *text = text.replacen("language = \"en\"", "numbers = \"vi\"                # 1.234,5\nlanguage = \"en\"", 1);
    }
    for draft in forms {
        let code = free_code(&texts, &draft.code());
        texts.insert(format!("forms/{code}.toml"), draft.toml(&code, None));
    }
    texts.insert("units.csv".to_owned(), register(&units, lang));
    Ok((texts, submissions))
}

fn free_code(texts: &Texts, own: &str) -> String {
    let code = |n: usize| if n == 1 { own.to_owned() } else { format!("{own}-{n}") };
    (1..).map(code).find(|c| !texts.contains_key(&format!("forms/{c}.toml"))).unwrap_or_default()
}

/// A path among those of the first submissions that none has yet: two offices may call their files the same.
fn free_path(taken: &[(PathBuf, String)], folder: &str, base: &str) -> String {
    let (stem, ending) = base.rsplit_once('.').unwrap_or((base, ""));
    let path = |n: usize| match n {
        1 => format!("{folder}/{base}"),
        n => format!("{folder}/{stem} ({n}).{ending}"),
    };
    (1..).map(path).find(|p| !taken.iter().any(|(_, t)| t == p)).unwrap_or_default()
}
