### The help of the commands (--help).

help = Consolidates the Excel reports of many units into one workbook whose every figure can be traced to its source cell.

## Headings

help-usage = Usage:
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-limits = Limits on reading
help-default = [default: { $value }]
help-one-of = [one of: { $values }]
help-arg-help = Print this help
help-arg-version = Print the version
help-help = Print the help of a command
help-arg-command = The command

## Commands

help-consolidate = Consolidate the reports of a folder and write the results
help-feedback = Write feedback for each unit: a letter, what is to be mended, and a marked copy of its report
help-template = Write blank forms for each unit, which are read back as they are filled in
help-check = Check reports and print what is found; nothing is written
help-inspect = Show what is recognised in a workbook: sheets, tables, columns, rows, unit, period
help-trace = Show what a total is made of, down to file, sheet and cell
help-explain = Explain a code (such as S001): what it means, why it matters, what to do

## Arguments and options

help-arg-lang = Language of messages and results (default: by TONGHOP_LANG, the project, the system)
help-arg-format = What is printed: lines for people or JSON for programs
help-arg-quiet = Print no progress and no summary
help-arg-jobs = Reader processes (default: the cores of the machine)
help-arg-max-memory = Memory of one reader at most, MiB
help-arg-cells = Print every cell as CSV, just as it is read
help-arg-max-total = Memory for what all files say together at most, MiB
help-arg-max-seconds = Time of reading one file at most, seconds
help-arg-max-file = Size of one file at most, MiB
help-arg-max-unpacked = Unpacked size of one file at most, MiB
help-arg-max-cells = Cells with a value in one file at most
help-arg-max-sheets = Sheets in one file at most
help-arg-period = Period: 2019-03, 2019-Q1, 2019-H1, 2019-9M, 2019 (default: the newest that has begun and was reported for); consolidate also takes all, 2019-Q1..2019-Q4, 2019-Q1,2019-Q3
help-arg-as-of = The day by which deadlines are judged and periods have begun: yyyy-mm-dd or today (default: the day of the run)
help-arg-folder = The project folder, or a folder of workbooks
help-arg-output = Where results are written
help-arg-no-cache = Read every file and write every result anew, without the cache (.cache among the results)
help-arg-tables = Write facts and totals in a further form: parquet
help-arg-select = Show only findings of these codes, or that begin so (R016, P0); several parted by commas
help-arg-ignore = Leave out findings of these codes; what says that figures do not count always stays
help-arg-previous = Show beside each cell what the unit reported for the period before
help-arg-feedback = Write feedback for each unit, too (folder phan-hoi)
help-arg-marked = Write a copy of the file with the cells to be mended coloured and explained
help-arg-paths = The project folder, or files to check
help-arg-project = The project folder
help-arg-files = The workbooks
help-arg-draft-form = Print a draft of a form (TOML) made from this file
help-arg-sheet = Sheet to draft (default: all of them)
help-arg-form = Code of the form
help-arg-indicator = Code of the indicator
help-arg-unit = One unit alone (code)
help-arg-code = A code such as S001; all codes where none is named

## Names of values

value-folder = FOLDER
value-path = FOLDER | FILE
value-file = FILE
value-period = PERIOD
value-date = DATE
value-name = NAME
value-form = FORM
value-indicator = INDICATOR
value-code = CODE
value-lang = LANGUAGE
value-format = FORMAT
value-options = OPTIONS
value-command = COMMAND
value-help = COMMAND
help-init = Make a new project folder: empty with comments, the sample project, or drafted from filled reports
help-arg-sample = The sample project: its forms and register, which are within the program
help-arg-from = Filled reports from which forms and the register are drafted
help-arg-out = File for the draft; nothing is written over
help-arg-project-only = Check the project's own files alone (tonghop.toml, units.csv, forms), without reading reports

## Log, watching, schedule

help-log = Log
help-watch = Watch the folder: consolidate again whenever a file arrives or changes
help-schedule = Schedule the nightly run: print it, or install, remove, show it (cron, systemd, Task Scheduler)
help-completions = Print completions for a shell (bash, zsh, fish, powershell, elvish)
help-man = Write the manual pages (man) into a folder
help-arg-log = Write dated lines of what is done to this file
help-arg-log-format = Form of the log
help-arg-log-size = A log larger than this (MiB) is put aside as .1, .2, ...
help-arg-log-keep = How many logs that were put aside are kept
help-arg-no-hooks = Without the project's command on_finish
help-arg-force = Write into the output folder of another project
help-arg-poll = Look into the folder so often (seconds), for network drives that tell of no changes
help-arg-settle = For how long the folder must be quiet (seconds) before a run
help-arg-at = Time of the daily run, such as 02:00
help-arg-with = By what it is scheduled (default: by this system)
help-arg-alert = Command to run where a run could not be done (exit code 2)
help-arg-program = Path of the program where it is to run (default: this program)
help-arg-install = Install it for the current user
help-arg-remove = Remove it
help-arg-status = Say whether it is installed, and when it runs
help-arg-shell = The shell
value-time = TIME
value-scheduler = MEANS
value-shell = SHELL
value-shell-command = COMMAND

## The written report

help-report = Fill figures into the office's Word report, or hold a report against the data
help-arg-template = The Word document that is filled (default: the period's report where it stands, else the project's template)
help-arg-check = Hold this report against the data, and write nothing
help-arg-new-template = Make a template from the project (bao-cao.docx in the project folder)
help-arg-report = Write the Word report, too (bao-cao-<period>.docx)
help-verify = Verify an output folder: digests, totals, formulas, figures in the Word report
help-arg-outputs = The output folder of a period, or of several
