### Words of the consolidated workbook. Names of sheets and columns are read by others: do not change them lightly.

## Names of sheets

sheet-summary = Summary
sheet-submissions = Submissions
sheet-comparison = Comparison
sheet-series = Series
sheet-findings = Findings
sheet-data = Data
sheet-sources = Sources
page = Page
yes = Yes
no = No
measure-units = units
measure-items = items

## Column headings

head-number = No.
head-code = Code
head-unit = Unit
head-kind = Kind
head-form = Form
head-file = File
head-sheet = Sheet
head-cell = Cell

## Summary

summary-subtitle = Period: { $period } – received by { $received } – deadlines judged on { $judged }
summary-key-figures = 1. Key figures
head-indicator = Indicator
head-measure-key = Unit
head-now = This period
head-before = Previous
head-change = Change
head-percent = %
head-line = Trend
series-title = ALL PERIODS SIDE BY SIDE
series-subtitle = The total of each period; italic: not the same units as in the period before, so not to be compared with it
series-units-left-out = Figures of single units are too many and not in series.csv.
head-like-now = Now (units of both times)
head-like-before = Before (units of both times)
head-last-year = Same period last year
head-year-to-date = Year to date
head-plan = Plan of the year
head-plan-percent = % of the plan
comparison-title = COMPARISON THROUGH TIME
comparison-subtitle = { $period } against { $previous }, { $year }, the year to date and the plan of the year
comparison-came = { $form }: there now and not in { $previous }: { $units }.
comparison-went = { $form }: there in { $previous } and not now: { $units }.
comparison-apart = { $form }: { $new } were made from { $old }; comparable with { $previous } as a group only.
summary-like = * Over the units that reported both times; see the sheet “Comparison”.
head-reported = Units reported
summary-completeness = 2. Completeness
head-expected-count = Expected
head-on-time = On time
head-late = Late
head-missing = Missing
head-share = Received
summary-findings = Findings: { $counts } (see “{ $sheet }”).
chart-completeness = Completeness by form
chart-key-figures = Key figures against the previous period (= 100)

## Submissions

status-title = SUBMISSIONS
head-due = Due
head-status = Status
head-received = Received
head-counts = File that counts
head-superseded = Superseded
status-late = Late
status-on-time = On time
status-missing = Missing
status-not-due = Not yet due

## Findings

findings-title = FINDINGS
head-severity = Severity
head-message = Message
head-hint = What to do
head-value = Value
head-expected = Expected
findings-first = { $counts } – the first { $rows } rows; all are in findings.json
findings-none = Nothing was found.

## Sources

sources-title = SOURCES
sources-project = Project: { $title }
sources-hash = Project hash (SHA-256): { $hash }
sources-version = tonghop version: { $version }
head-sha-256 = SHA-256
head-bytes = Bytes
head-fate = Fate
head-counted = Counted
head-in-totals = In totals
head-labels = Labels
head-unused = Unused
head-refused = Refused
head-left = Left
file-counted = Counted
file-superseded = Superseded
file-other-period = Other period
file-skipped = Skipped
file-failed = Failed

## Data

data-title = DATA
data-each = A figure a line, with its file, sheet and cell in the last three columns; the first line of each source sheet links to it. To open the very cell of a figure, click the figure on its form’s sheet (where there are too many, the unit’s name).
head-period = Period
head-unit-code = Unit code
head-row = Row
head-row-name = Row name
head-indicator-code = Indicator code
head-measure = Measure
head-value-kind = Kind
head-text = Text
head-facts = Facts
head-sum = Sum
data-by-unit = { $count } facts are more than { $most }: summed here by unit and indicator; facts.csv has each with its cell.
data-by-parent = { $count } facts are more than { $most }: summed here by the unit above and indicator; facts.csv has each with its cell.
data-by-form = { $count } facts are more than { $most }: summed here by form and indicator; facts.csv has each with its cell.

## Sheets of forms

form-click-figure = { $period } – { $got } of { $all } units have sent it – click a unit's figure to open its source
form-click-name = { $period } – { $got } of { $all } units have sent it – click a unit's name to open its source; facts.csv names the cell of each figure
form-total = TOTAL
form-reported = Units reported / expected
form-row-totals = Totals by row, all units
form-notes = “-”: nothing arose (counts as 0); “…”: not available; blank: not reported; grey: does not apply; red name: form not received.
form-notes-corrected = { $notes } Yellow cell: corrected by the office; the note says what the file has.

## Limits

sheet-cut = Some texts are longer than 32,767 characters and are cut at “…” on this sheet; facts.csv has all of them.
sheet-full = This sheet has no room for everything; facts.csv has all of it.

## What changed

sheet-changes = Changes
changes-title = CHANGES SINCE THE RUN BEFORE
changes-none = Nothing has changed.
changes-first = { $counts }. This sheet has the first { $rows } changes; changes.csv has all.
head-change-kind = Change
change-before = Before
change-now = Now
change-submission-new = New report
change-submission-corrected = Report corrected
change-submission-superseded = Report superseded
change-submission-moved = File renamed or moved
change-submission-withdrawn = Report withdrawn
change-figure-changed = Figure changed
change-figure-new = New figure
change-figure-gone = Figure gone
change-figures-not-compared = Totals changed; too many figures to compare each
change-finding-new = New finding
change-finding-gone = Finding gone

## States of submissions

head-state = State
state-accepted = Accepted
state-remarks = Accepted with remarks
state-rejected = Rejected
state-missing = Missing
corrected-from = corrected; the file says { $old } ({ $reason })
accepted-because = { $message } Explanation accepted: { $reason }.

## Feedback

sheet-feedback = Feedback
feedback-title = FEEDBACK ON YOUR REPORT
feedback-to = To: { $unit }.
feedback-received = { $office } has received your file “{ $file }” (taken as received on { $day }).
feedback-mend = The report for { $period } has { $errors ->
        [one] 1 error
       *[other] { $errors } errors
    } and { $warnings ->
        [one] 1 point
       *[other] { $warnings } points
    } to look at again, listed below; the cells concerned are coloured, with a note, in the copy that follows. Please correct them and send the report again (you may correct the copied sheets of this file itself), or tell us where they are right.{ $day ->
        [none] {""}
       *[other] {" "}Please do so by { $day }.
    }
feedback-since = Since our last letter: { $mended ->
        [0] nothing
        [one] 1 point
       *[other] { $mended } points
    } put right, { $open } still open, { $new } new.
feedback-mended = Put right: { $message }
feedback-done = Nothing is open any more in your report for { $period }. Thank you.
feedback-open = (still open)
feedback-new = (new)
feedback-missing = The form “{ $form }” for { $period } has not arrived; it is due on { $day }{ $overdue ->
        [yes] {""}, which has passed. Please send it at once.
       *[no] . Please send it in time.
    }
feedback-ask = Please check it; if it is right, tell us why.
feedback-close = Yours faithfully.
feedback-subject = Feedback on your report for { $period } – { $unit }

## Blank forms

template-unit = Reporting unit: { $unit }
template-yes = Yes
template-no = No
template-total = Total
template-error = { $name }: this value is not possible.

## index.html

page-period = Period: { $period }
page-received = Reports received until { $received }; deadlines judged on { $judged }.
page-finished = Consolidated at
page-whole = Complete.
page-wrong = All received, { $count ->
        [one] 1 error
       *[other] { $count } errors
    } to be settled.
page-part = Not complete.
page-came = { $received } of { $expected } reports received.
page-card-came = reports received
page-card-overdue = reports overdue
page-card-late = reports sent late
page-card-errors = errors
page-card-warnings = warnings
page-missing = Not sent
page-none-missing = Every unit has sent its reports.
page-days-late = Days late
page-days = { $days ->
        [one] 1 day
       *[other] { $days } days
    }
page-not-due = not due yet
page-late = Sent late
page-figures = Key figures
page-reported = { $reported } of { $expected } units reported
page-line = Over time: { $name }
page-figures-of = Figures over time: { $name }
page-apart = Other units reported than in the period before; not directly comparable.
page-more-than = { $change } more than in the previous period
page-less-than = { $change } less than in the previous period
page-as-before = as in the previous period
page-findings = Findings by unit
page-open-workbook = Open the consolidated workbook
page-feedback = Feedback to { $unit }
page-no-unit = General
page-more = … and { $count ->
        [one] 1 more
       *[other] { $count } more
    }; see the workbook.
page-changes = Changes against the run before (seen at { $time })
page-all = The state of every unit
page-all-summary = { $count ->
        [one] 1 unit
       *[other] { $count } units
    }
page-files = Files
page-periods = Other periods
page-points = { $points } points

## First sheet, state of the collection, sources

summary-agency = CONSOLIDATING OFFICE
summary-heading = CONSOLIDATED FIGURES
summary-received = (From the reports received until { $received }; deadlines judged on { $judged })
summary-nothing-received = (No report received yet; deadlines judged on { $judged })
summary-incomplete = { $count ->
        [one] INCOMPLETE: 1 report is missing – { $units }
       *[other] INCOMPLETE: { $count } reports are missing – { $units }
    }
summary-more-units = and { $count } more
summary-contents = Contents
summary-maker = PREPARED BY
summary-signer = HEAD OF THE OFFICE
summary-sign = (signature, full name)
summary-date = date …
status-legend = Green: in time; yellow: late; red: overdue, or rejected; grey: this form is not asked for. The list of files stands below.
status-late-by = { $days ->
        [0] Late
        [one] 1 day late
       *[other] { $days } days late
    }
status-and-rejected = { $sent }; rejected
status-all = All units
status-list = Reports, and the files that are used
findings-open = Open single findings by the + at the left; a click on a cell opens the unit's file there.
findings-general = General
findings-cause = { $count ->
        [one] { $title } (1 case)
       *[other] { $title } ({ $count } cases)
    }
findings-feedback = Open the feedback
form-not-sent = Not sent
totals-mean = mean
totals-weighted = weighted mean
totals-ratio = overall ratio
totals-min = smallest
totals-max = largest
sources-others = { $count ->
        [one] 1 file of another period is folded up at the end: the + at the left shows it.
       *[other] { $count } files of other periods are folded up at the end: the + at the left shows them.
    }
data-where = { $count ->
        [one] The table has 1 row: see it on screen, on the sheet “{ $sheet }” of this file (filters, pivot tables), or in facts.csv; in print there is this page alone.
       *[other] The table has { $count } rows: see it on screen, on the sheet “{ $sheet }” of this file (filters, pivot tables), or in facts.csv; in print there is this page alone.
    }
fact-number = Number
fact-text = Text
fact-date = Date
fact-yes = Yes
fact-no = No
fact-blank = Blank
fact-nil = Nil
fact-unavailable = Not available
fact-not-applicable = Not applicable
