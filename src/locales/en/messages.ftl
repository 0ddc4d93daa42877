### What the commands say on the terminal.

## Severities

finding-more = { $message } The same in { $more ->
        [one] 1 more cell
       *[other] { $more } more cells
    } of this column.
finding-share = { $message } (About { $percent } % of the whole total.)
finding-usual-share = { $message } (Usually about { $percent } % of the whole total.)
decimal-mark = .
finding-proposed = { $message } In { $cell } it is likely { $likely }: then it agrees.
more-places = … and { $count ->
        [one] 1 more place
       *[other] { $count } more places
    }
severity-error = Error
severity-warning = Warning
severity-info = Info
counts = { $errors ->
        [one] 1 error
       *[other] { $errors } errors
    }, { $warnings ->
        [one] 1 warning
       *[other] { $warnings } warnings
    }, { $infos ->
        [one] 1 info
       *[other] { $infos } infos
    }

## Periods

period-month = month { $n } of { $year }
period-quarter = quarter { $n } of { $year }
period-half = { $n ->
        [1] first half of { $year }
       *[other] second half of { $year }
    }
period-nine-months = first nine months of { $year }
period-year = { $year }

## Why a command could not be done

error = Error:
error-no-folder = There is no folder { $path }. Check the path.
error-no-input = There is no file in { $path }. Copy the units' reports there (a project with tonghop.toml: into submissions/<period>).
error-no-period = No period can be told: there is no period folder and no title states one. Use --period, such as --period 2019-Q1.
error-failed = The program failed: { $reason }
error-write = Cannot write { $path }: { $reason }. Check permissions and disk space, or choose another place with --output. The last output, if any, is untouched.
error-locked = Another run is writing this folder ({ $holder }). Wait until it is done and run again. Lock file: { $path }
error-output = The output cannot be made: { $reason }
error-period = “{ $text }” is not a period. Write 2019-03 (month), 2019-Q1 (quarter), 2019-H1 (half year), 2019-9M (nine months) or 2019 (year).
error-as-of = “{ $text }” is not a date. Write 2019-03-25, or today.
error-no-file = There is no file { $path }. Check the path.
error-several-tables = There are several tables ({ $tables }), and a file holds one form: choose a sheet with --sheet, or leave out --out to print them all.
error-no-table = No table was found in { $path }. At least a row of column names is needed.
error-unknown = There is no { $what } “{ $name }”. There are: { $known }.
thing-code = code
thing-form = form
thing-indicator = indicator
thing-unit = unit
error-print = Cannot print: { $reason }

## Arguments

usage-error = Wrong arguments: { $reason }
usage-unknown = there is no option or argument { $argument }
usage-similar = did you mean { $suggestion }?
usage-command = there is no command “{ $name }”
usage-missing = { $argument } is missing
usage-missing-command = no command is named; there are: { $known }
usage-value = the value “{ $value }” of { $argument } is not possible
usage-no-value = { $argument } needs a value
usage-one-of = one of: { $known }
usage-twice = { $argument } can be given only once
usage-together = { $argument } does not go with { $other }
usage-not-text = an argument is no valid Unicode text
usage-help = For help: { $command } --help

## consolidate

reading = Reading
fate-counted = counted
fate-superseded = superseded
fate-other-period = other periods
fate-skipped = skipped
fate-failed = failed
consolidated = Consolidated { $period }: { $files ->
        [one] 1 file
       *[other] { $files } files
    } ({ $fates })
missing-more = { $count } more
missing-units = missing: { $units }
result = Result: { $path }
closed-unreadable = { $period } is closed: its outputs stay as they are. They cannot be compared with what the files say now: run.json, facts.csv or findings.json in { $path } is missing or cannot be read.
closed = { $period } is closed{ $by ->
    [none] {""}
   *[other] {" "}by { $by }
 }{ $until ->
    [none] {""}
   *[other] , open until { $until }
 }: its outputs stay as they are. { $count ->
    [one] 1 difference
   *[other] { $count } differences
 } from what the files say now.
unchanged = Nothing changed since the last run; its results stand.
beside-open = The last results are open in another program (Excel, mostly), so the new ones stand beside them: { $names }. Close the old file and run again for the usual name.
checked = { $period }: { $counts }

## explain

explain-message = Message:
explain-why = Why it matters:
explain-hint = What to do:

## trace

trace-total = Total:
trace-previous = Previous period:
trace-last-year = Same period last year:
trace-year-to-date = Year to date:
trace-plan = Plan of the year:
trace-plan-percent = % of the plan:
trace-like = Units of both times: { $now }, before { $before }
reason-divided = comparable as a group only
reason-new = new, nothing before it
reason-missing = not all reported, now or before
trace-reported = units reported { $reported }/{ $expected }
trace-missing = Missing: { $units }

## inspect

inspect-file = { $file } – { $format }, { $sheets ->
        [one] 1 sheet
       *[other] { $sheets } sheets
    }
inspect-sheet = Sheet “{ $sheet }”: { $area }, { $cells ->
        [one] 1 cell
       *[other] { $cells } cells
    }, { $merges ->
        [one] 1 merged area
       *[other] { $merges } merged areas
    }
inspect-hidden-sheet = Sheet “{ $sheet }” (hidden): { $area }, { $cells ->
        [one] 1 cell
       *[other] { $cells } cells
    }, { $merges ->
        [one] 1 merged area
       *[other] { $merges } merged areas
    }
inspect-no-table = no table recognised
inspect-not-known = not known
inspect-form = Form: { $form } – { $title } (score { $score })
inspect-unit = Unit: { $unit } { $name }
inspect-unit-from = Unit: { $unit } { $name } (from { $source })
inspect-period = Period: { $period }
inspect-period-from = Period: { $period } (from { $source })
inspect-header = Header rows: { $rows }
inspect-figures = Figures: { $counted } counted, { $total } in totals, { $label } labels, { $unused } unused, { $refused } refused, { $left } left
inspect-unmatched = unmatched
inspect-nearest = unmatched; nearest “{ $name }” { $score }
inspect-blank-hidden-sheet = Sheet “{ $sheet }” (hidden): blank
inspect-blank-sheet = Sheet “{ $sheet }”: blank
inspect-column-code = codes
inspect-column-label = indicator names
inspect-column-measure = units of measure
inspect-column-row = row names
inspect-column-note = notes
inspect-column-figures = figures
inspect-column-value = figures “{ $name }”
inspect-taken = another column already has this name (“{ $name }”)
inspect-rows = Rows: { $rows } matched, { $facts ->
        [one] 1 fact
       *[other] { $facts } facts
    }

## Days and numbers

date-format = %Y-%m-%d
date-format-excel = yyyy-mm-dd
number-locale-excel = {""}
error-exists = { $path } is there already and is not written over. Choose another name, or remove it first.
error-no-project = The folder { $path } has no tonghop.toml, and none of its files matches a form of the sample project. Begin with: tonghop init FOLDER --from "filled report.xlsx"; or tonghop init FOLDER for an empty project; where the project stands elsewhere, name that folder.
embedded-project = The folder { $path } has no tonghop.toml: the sample project within the program is used.
init-done = The project is made in { $folder }: { $forms ->
    [one] { $forms } form
   *[other] { $forms } forms
 }, { $files ->
    [one] { $files } file
   *[other] { $files } files
 } in submissions. Look through the .toml files and units.csv, then run: tonghop consolidate "{ $folder }"
init-office = Consolidating office
init-unit-a = Unit A
init-unit-b = Unit B
init-period = period-unknown
project-checked = The project is in order: { $forms ->
    [one] { $forms } form
   *[other] { $forms } forms
 }, { $indicators ->
    [one] { $indicators } indicator
   *[other] { $indicators } indicators
 }, { $units ->
    [one] { $units } unit
   *[other] { $units } units
 }.
inspect-project = Project: { $path } – { $title }
inspect-nearest-form = Nearest form: { $form } – { $title }
inspect-missing = Missing to that form: { $columns }
feedback-written = { $books } feedback workbooks and { $reminders } reminders: { $path }
templates-written = { $count } workbooks with blank forms: { $path }
templates-open = No blank forms are made of forms with open lists, since nobody knows their columns beforehand: { $forms }

## Log, watching, schedule

log-began = began
error-unreadable = The folder { $path } cannot be read: { $reason }. Look at the permissions of the account that runs the program and at the drive, and run again.
error-no-parent = The folder that { $path } lies in is not there. If results go to a network or removable drive, see whether it is connected; else make that folder first, or choose another place with --output.
error-other-project = { $path } holds results of another project (“{ $title }”, folder { $project }), which are not written over. Choose another place with --output; if they are to go here all the same, add --force.
error-log = The log { $path } cannot be written: { $reason }.
error-at = “{ $text }” is not a time of day. Write 02:00.
error-system = The system's { $program } failed: { $reason }
error-watch = The folder cannot be watched: { $reason }
hook-failed = The command on_finish ({ $command }) failed: { $reason }. The results are not affected.
hook-exit = exit code { $code }
hook-too-long = it took more than { $seconds ->
        [one] 1 second
       *[other] { $seconds } seconds
    } and was ended
watch-began = Watching { $path }. Ctrl+C ends it.
watch-ended = The watch has ended.
watch-gone = The folder { $path } or its tonghop.toml is gone; waiting until it is there again. The last results are untouched.
watch-by-looking = The system does not tell of changes in the folder ({ $reason }); it is looked for them every { $seconds } seconds.
watch-open = “{ $name }” is open in Excel; waiting until it is closed.
watch-added = { $count ->
        [one] 1 new file
       *[other] { $count } new files
    }
watch-changed = { $count ->
        [one] 1 changed file
       *[other] { $count } changed files
    }
watch-removed = { $count ->
        [one] 1 file gone
       *[other] { $count } files gone
    }
watch-back = The folder { $path } is there again.
watch-ran = { $arrived }{ $consolidated }; { $found }; { $new ->
        [one] 1 new finding
       *[other] { $new } new findings
    }
schedule-installed = “{ $name }” is installed ({ $with }).
schedule-removed = “{ $name }” is removed ({ $with }).
schedule-there = “{ $name }” is there ({ $with }).
schedule-absent = “{ $name }” is not there ({ $with }).
watch-again = It is tried again by itself.
watch-unsettled = The folder does not stop changing; what is there is consolidated all the same.
error-not-unicode = The path { $path } has characters that are no Unicode, or line breaks, and cannot be scheduled. Give it another name.

## Names of rows

row-nameless = row { $row }, which has no name,
row-named = the row “{ $name }”
